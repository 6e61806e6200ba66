import Connector
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct RouterProductTests {
    @Test func `multiplies in the order of the file`() async throws {
        let slicer = try StreamSlicer.plain([.list("region", "eu", "us"), .list("kind", 1, 2)])
        let sliced = try await slicer.all()
        #expect(
            sliced.slices.map(\.values) == [
                ["region": "eu", "kind": 1], ["region": "eu", "kind": 2], ["region": "us", "kind": 1],
                ["region": "us", "kind": 2],
            ])
        #expect(sliced.ids[0] == #"{"region":"eu","kind":1}"#)
        #expect(sliced.slices.allSatisfy { $0.cursorKey == $0.id })
        #expect(
            sliced.groups.map(\.position) == [
                ["routers": [["group": ["index": 0, "value": "eu"], "part": "eu"], ["index": 0, "value": "1"]]]
            ])
    }

    @Test func `shows the values of the earlier to the later`() async throws {
        let inner = TemplatedValue.list([.template(try Template("{{ partition.region }}-1"))])
        let slicer = try StreamSlicer.plain([.list("region", "eu", "us"), .list(field: "zone", values: inner)])
        #expect(try await slicer.all().slices.compactMap { $0.values["zone"] } == ["eu-1", "us-1"])
    }

    private func three() throws -> StreamSlicer {
        try .plain(
            [
                .list("region", "eu", "us", "asia"), try .parents("id"),
                try .dates("2024-05-01", "2024-05-04", step: "P1D", field: "day"),
            ], isIncremental: true)
    }

    @Test func `of three routers has all combinations once`() async throws {
        let sliced = try await three().all(parents: FakeParents([#"[{"id":1},{"id":2}]"#, #"[{"id":3}]"#]))
        #expect(sliced.slices.count == 3 * 3 * 3)
        #expect(Set(sliced.ids).count == 27)
        #expect(
            sliced.slices[4]
                == Slice(
                    id: #"{"region":"eu","id":2,"start":"2024-05-02","end":"2024-05-03"}"#,
                    values: [
                        "region": "eu", "id": 2, "day": "2024-05-02", "start": "2024-05-02", "end": "2024-05-03",
                    ], cursorKey: #"{"region":"eu","id":2}"#, reaches: "2024-05-02"))
    }

    @Test func `goes on at every group of three routers`() async throws {
        let pages = (0..<4).map { page in
            "[" + (0..<3).map { #"{"id":\#(page * 2 + $0)}"# }.joined(separator: ",") + "]"
        }
        try await three().expectResumable(parents: FakeParents(pages))
        let wide = try StreamSlicer.plain([
            try .parents("id"), try .dates("2023-01-31", "2024-05-04", step: "P1M"), .list("kind", 1, 2, 3, 4, 5),
        ])
        let groups = try await wide.all(parents: FakeParents(pages)).groups
        #expect(groups.count > 5)
        try await wide.expectResumable(parents: FakeParents(pages))
        try await StreamSlicer.plain([try .parents("id"), try .parents("other", batch: 2)])
            .expectResumable(parents: FakeParents(pages))
    }

    @Test func `gathers small groups until there is enough to do`() async throws {
        let values = JSONValue.array((0..<250).map { .integer($0) })
        let slicer = try StreamSlicer.plain(
            [.list(field: "id", values: .template(try Template("{{ config.values }}"))), .list("kind", "a", "b")],
            config: ["values": values])
        let sliced = try await slicer.all()
        #expect(sliced.groups.map(\.slices.count) == [100, 100, 100, 100, 100])
        try await slicer.expectResumable()
    }

    @Test func `the cursor of a date range is that of the values before it`() async throws {
        let slicer = try StreamSlicer.plain(
            [
                .list("region", "eu", "us"), try .dates("{{ state.cursor }}", "2024-05-04", step: "P1D"),
                .list("kind", "a"),
            ],
            isIncremental: true)
        let sliced = try await slicer.all(cursors: ["eu": "2024-05-03", "us": "2024-05-02"])
        #expect(sliced.slices.compactMap { $0.values["start"] } == ["2024-05-03", "2024-05-02", "2024-05-03"])
        #expect(sliced.slices.map(\.cursorKey) == ["eu", "us", "us"])
    }

    @Test func `hands over what it has when time is out`() async throws {
        let slicer = try StreamSlicer.plain([try .parents("id"), .list("kind", "a", "b")])
        var parents = FakeParents([#"[{"id":1}]"#, #"[{"id":2}]"#])
        parents.pagesInTime = 1
        let sliced = try await slicer.all(parents: parents)
        #expect(sliced.slices.map(\.values) == [["id": 1, "kind": "a"], ["id": 1, "kind": "b"]])
        #expect(sliced.end == .outOfTime(resumeAfter: .seconds(7)))
    }

    @Test func `empty routers make no slices`() async throws {
        let empty = PartitionRouter.list(field: "none", values: .list([]))
        #expect(try await StreamSlicer.plain([empty, .list("kind", 1)]).all().slices == [])
        #expect(try await StreamSlicer.plain([.list("kind", 1), empty]).all().slices == [])
    }

    @Test func `a job does not split a stream`() async throws {
        let request = RequestDefinition(path: try Template("/jobs"))
        let job = PartitionRouter.asyncJob(
            .init(
                creation: request, idPath: try JSONPath("id"),
                polling: .init(request: request, statusPath: try JSONPath("state"), completedValues: ["done"])))
        #expect(try await StreamSlicer.plain([job]).all().slices == [.whole])
        #expect(try await StreamSlicer.plain([.list("object", "A", "B"), job]).all().ids == ["A", "B"])
    }

    @Test(
        arguments: [
            [:], ["routers": []], ["routers": [["group": [:], "part": "eu"]]],
            ["routers": [["group": ["index": 0, "value": "eu"], "part": "asia"], ["index": 0, "value": "1"]]],
            ["routers": [["group": ["index": 0, "value": "eu"], "part": "eu"], ["index": 0, "value": "2"]]],
            ["routers": [["group": ["index": 1, "value": "eu"], "part": "eu"], ["index": 0, "value": "1"]]],
            ["routers": [["group": ["index": 0, "value": "eu"], "part": 0], ["index": 0, "value": "1"]]],
            ["routers": [["part": "eu"], ["index": 0, "value": "1"]]],
        ] as [JSONObject])
    func `does not know other positions`(_ position: JSONObject) async throws {
        let sliced = try await StreamSlicer.plain([.list("region", "eu", "us"), .list("kind", 1, 2)]).all(
            from: position)
        #expect(sliced.groups == [])
        guard case .stalePosition = sliced.end else {
            Issue.record("\(sliced.end)")
            return
        }
    }

    @Test func `goes on with the same part when others before it are gone`() async throws {
        let slicer = try StreamSlicer.plain([
            try .parents("id"), .list(field: "kind", values: .list((0..<150).map { .constant(.integer($0)) })),
        ])
        let uncut = try await slicer.all(parents: FakeParents([#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#]))
        let position = uncut.groups[2].position
        #expect(uncut.groups[2].slices.first?.values == ["id": "b", "kind": 100])
        let moved = try await slicer.all(from: position, parents: FakeParents([#"[{"id":"b"},{"id":"c"}]"#]))
        #expect(moved.slices == uncut.groups[2...].flatMap(\.slices))
        let gone = try await slicer.all(from: position, parents: FakeParents([#"[{"id":"a"},{"id":"c"}]"#]))
        #expect(gone.groups == [])
        #expect(gone.end == .unknownPosition(of: "the product of several partitions"))
    }
}
