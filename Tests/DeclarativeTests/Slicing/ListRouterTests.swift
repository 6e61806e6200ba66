import Connector
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct ListRouterTests {
    @Test func `makes a slice of each distinct value`() async throws {
        let slicer = try StreamSlicer.plain([.list("region", "eu", "us", "eu", 7, "7", true, nil)])
        let sliced = try await slicer.all()
        #expect(
            sliced.groups == [
                SliceGroup(
                    slices: [
                        Slice(id: "eu", values: ["region": "eu"], cursorKey: "eu"),
                        Slice(id: "us", values: ["region": "us"], cursorKey: "us"),
                        Slice(id: "7", values: ["region": 7], cursorKey: "7"),
                        Slice(id: "true", values: ["region": true], cursorKey: "true"),
                    ], position: ["index": 0, "value": "eu"])
            ])
        #expect(sliced.end == .complete)
    }

    private func templated(_ template: String, _ config: JSONObject) throws -> StreamSlicer {
        try .plain([.list(field: "repo", values: .template(try Template(template)))], config: config)
    }

    @Test func `takes the values that a template yields`() async throws {
        let sliced = try await templated("{{ config.repos }}", ["repos": ["api", "web"]]).all()
        #expect(sliced.ids == ["api", "web"])
        #expect(try await templated("{{ config.repos }}", ["repos": []]).all().groups == [])
    }

    @Test func `renders the templates among the values`() async throws {
        let values = TemplatedValue.list([
            .template(try Template("{{ config.region }}")), .template(try Template("{{ config.other }}")),
            .template(try Template("{{ stream }}-x")),
        ])
        let slicer = try StreamSlicer.plain([.list(field: "name", values: values)], config: ["region": "eu"])
        #expect(try await slicer.all().ids == ["eu", "items-x"])
    }

    @Test(
        arguments: [
            ("{{ config.repos }}", [:], "found nothing"), ("{{ config.repos }}", ["repos": nil], "found null"),
            ("{{ config.repos }}", ["repos": "a,b"], "expected a list, found something else"),
        ] as [(String, JSONObject, String)])
    func `refuses what is no list`(_ template: String, _ config: JSONObject, _ message: String) async throws {
        let slicer = try templated(template, config)
        let failure = await #expect(throws: Failure.self) { try await slicer.all() }
        #expect(failure?.kind == .config)
        #expect(failure?.message.contains("stream `items`, values of `repo`") == true)
        #expect(failure?.message.contains(message) == true)
    }

    @Test func `names the template that fails`() async throws {
        let slicer = try templated("{{ config.repos | split(',') }}", ["repos": 1])
        let failure = await #expect(throws: Failure.self) { try await slicer.all() }
        #expect(
            failure?.message.hasPrefix("stream `items`, values of `repo` (`{{ config.repos | split(',') }}`): ") == true
        )
    }

    @Test func `hands over a hundred at a time and goes on anywhere`() async throws {
        let values = (0..<250).map { JSONValue.string("v\($0)") }
        let slicer = try templated("{{ config.values }}", ["values": .array(values)])
        let sliced = try await slicer.all()
        #expect(sliced.groups.map(\.slices.count) == [100, 100, 50])
        #expect(sliced.groups[1].position == ["index": 100, "value": "v100"])
        try await slicer.expectResumable()
    }

    @Test(
        arguments: [
            ["index": 1, "value": "eu"], ["index": 5, "value": "eu"], ["index": -1, "value": "eu"], ["index": 0], [:],
            ["index": "0", "value": "eu"],
        ] as [JSONObject])
    func `does not know positions of other lists`(_ position: JSONObject) async throws {
        let sliced = try await StreamSlicer.plain([.list("region", "eu", "us")]).all(from: position)
        #expect(sliced.groups == [])
        guard case .stalePosition = sliced.end else {
            Issue.record("\(sliced.end)")
            return
        }
    }

    @Test func `stops when told`() async throws {
        let values = (0..<250).map { JSONValue.integer($0) }
        let slicer = try templated("{{ config.values }}", ["values": .array(values)])
        let sliced = try await slicer.all(stopAfter: 2)
        #expect(sliced.groups.count == 2)
        #expect(sliced.end == .stopped)
    }

    @Test func `a stream without partitions is one slice`() async throws {
        let sliced = try await StreamSlicer.plain([]).all()
        #expect(sliced.groups == [SliceGroup(slices: [.whole], position: [:])])
        #expect(sliced.end == .complete)
    }

    @Test func `an empty text makes a slice that is not the stream`() async throws {
        let slicer = try StreamSlicer.plain([.list("team", "", "b")])
        #expect(
            try await slicer.all().slices == [
                Slice(id: #"{"team":""}"#, values: ["team": ""], cursorKey: #"{"team":""}"#),
                Slice(id: "b", values: ["team": "b"], cursorKey: "b"),
            ])
        try await slicer.expectResumable()
        let dates = try StreamSlicer.plain(
            [.list("team", "", "b"), try .dates("2024-05-01", "2024-05-02", step: "P1D")], isIncremental: true)
        #expect(try await dates.all().slices.map(\.cursorKey) == [#"{"team":""}"#, "b"])
    }
}
