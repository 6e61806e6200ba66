import Connector
import HTTPClient
import JSON
import Sync
import Testing

@testable import Declarative

/// What the system that Curlew is compatible with documents and does not do, as whole syncs.
@Suite(.timeLimit(.minutes(1))) struct ReferenceDefectTests {
    private static let pagings = SimulatedAPI.Paging.allCases.filter { $0 != .none }

    @Test(arguments: pagings)
    func `every page is asked for, and each of them once`(_ paging: SimulatedAPI.Paging) async throws {
        let api = SimulatedAPI(paging, .json)
        let keeper = RecordKeeper()
        let report = try await keeper.run(try SimulatedConnector.source(api, .none))
        #expect(report.status == .succeeded)
        #expect(keeper.ids == Array(0..<17) && keeper.count == 17)
        #expect(report.streams[0].pageCount == 6)
        #expect(api.requests.count == 6)
        // What comes in a header or body does not show in the URL.
        if paging != .cursorInHeader, paging != .cursorInBody { #expect(Set(api.requests).count == 6) }
    }

    @Test(arguments: SimulatedAPI.Format.allCases)
    func `answers that are not JSON are read`(_ format: SimulatedAPI.Format) async throws {
        let keeper = RecordKeeper()
        let report = try await keeper.run(try SimulatedConnector.source(SimulatedAPI(.linkHeader, format), .none))
        #expect(report.status == .succeeded)
        #expect(keeper.ids == Array(0..<17))
    }

    @Test(arguments: SimulatedPartition.allCases)
    func `partitions yield records`(_ partition: SimulatedPartition) async throws {
        let keeper = RecordKeeper()
        let report = try await keeper.run(try SimulatedConnector.source(SimulatedAPI(.cursor, .json), partition))
        #expect(report.status == .succeeded)
        #expect(keeper.ids == Array(0..<17))
    }

    private static let search = """
        name: search
        version: "1"
        base_url: https://api.example.com
        spec: { properties: { team: { type: string } } }
        headers: { X-Team: "{{ config.team }}" }
        streams:
          - name: items
            request:
              method: POST
              path: /search
              params: { team: "{{ config.team }}", kind: all }
              body: { type: json, content: { sort: up, team: "{{ config.team }}" } }
            decoder: { type: json, records_path: items }
            pagination: { type: cursor, cursor_param: X-After, cursor_path: next, location: header }
            primary_key: [id]
            incremental: { cursor_field: version, param: since, start: "1" }
        """

    private static let searchAnswers = """
        - request: { method: POST, url: /search?kind=all&since=1, body: { sort: up } }
          response: { body: { items: [{ id: 1, version: "9" }, { id: 2, version: "10" }], next: abc } }
        - request: { method: POST, url: /search?kind=all&since=1, body: { sort: up } }
          response: { body: { items: [{ id: 3, version: "8" }] } }
        - request: { method: POST, url: /search?kind=all&since=10, body: { sort: up } }
          response: { body: { items: [{ id: 2, version: "10" }, { id: 4, version: "10" }, { id: 5, version: "11" }] } }
        """

    @Test func `method, body and the place of a cursor are those of the connector`() async throws {
        let sync = try await ReplayedSync(Self.search, "items", answers: Self.searchAnswers)
        #expect(sync.failure == nil)
        #expect(sync.requests.map(\.method) == [.post, .post])
        #expect(
            sync.requests.map { $0.body.map { String(decoding: $0, as: UTF8.self) } }
                == Array(repeating: #"{"sort":"up"}"#, count: 2))
        #expect(sync.requests.map { $0.headers["X-After"] } == [nil, "abc"])
        #expect(sync.requests.allSatisfy { $0.headers["Content-Type"] == "application/json" })
    }

    @Test func `cursors are compared as numbers, and sent`() async throws {
        let first = try await ReplayedSync(Self.search, "items", answers: Self.searchAnswers)
        #expect(first.records.map { $0["id"] } == [1, 2, 3])
        #expect(first.streams["items"]?["cursor"] == "10")
        let second = try await ReplayedSync(Self.search, "items", state: first.state, answers: Self.searchAnswers)
        #expect(second.calls == ["POST https://api.example.com/search?kind=all&since=10"])
        #expect(second.records.map { $0["id"] } == [4, 5])
        #expect(second.streams["items"]?["cursor"] == "11")
    }

    @Test func `what only holds a missing optional value is left out`() async throws {
        let without = try await ReplayedSync(Self.search, "items", answers: Self.searchAnswers)
        #expect(without.requests.allSatisfy { $0.headers["X-Team"] == nil })
        let with = try await ReplayedSync(
            Self.search, "items", configuration: ["team": "Käfer"],
            answers: """
                - request: { method: POST, url: /search?team=Käfer&kind=all&since=1, body: { sort: up, team: Käfer } }
                  response: { body: { items: [] } }
                """)
        #expect(with.failure == nil)
    }
}
