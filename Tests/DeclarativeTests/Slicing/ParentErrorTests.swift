import Connector
import DateTime
import HTTPClient
import JSON
import Sync
import Testing

@testable import Declarative

/// What becomes of a stream whose parent leaves something out.
@Suite struct ParentErrorTests {
    private static let json = ["Content-Type": "application/json"]

    private func run(_ partition: String, _ more: String = "") async throws -> SyncReport {
        let text = """
            name: shop
            base_url: https://api.example.com
            http: { max_retries: 0 }
            streams:
              - name: parents
                request: { path: /parents }
                pagination: { type: link_header }
                error_handling: { strategy: skip }
              - name: items
                request: { path: /items }
                \(more)
                partition: \(partition)
            """
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "shop.yaml")
        let transport = ScriptedTransport { _, request in
            if request.url.path == "/items" {
                return .answer(200, Self.json, #"[{"id":1,"at":"2024-01-01T10:00:00Z"}]"#)
            }
            if request.url.description.hasSuffix("page=2") { return .answer(500, Self.json, "{}") }
            let link = ["Link": #"<https://api.example.com/parents?page=2>; rel="next""#]
            return .answer(200, Self.json.merging(link) { $1 }, #"[{"id":"a"}]"#)
        }
        let source = try DeclarativeSource(
            definition, configuration: try definition.configuration.check([:], from: "the test"),
            environment: SourceEnvironment(now: .unixEpoch), transport: transport)
        return try await RecordKeeper().run(source)
    }

    private static let parent = "{ type: parent_stream, stream: parents, field: parent, parent_field: id }"
    private static let list = "{ type: list, field: kind, values: [x, y] }"
    private static let dates =
        #"{ type: date_range, start: "2024-01-01", end: "2024-01-03", step: P1D, format: "%Y-%m-%d" }"#

    @Test(arguments: [parent, "[\(parent), \(list)]", "[\(list), \(parent)]", "[\(list), \(parent), \(dates)]"])
    func `counts what is left out, and says why`(_ partition: String) async throws {
        let report = try await run(partition).streams[0]
        #expect(report.status == .succeeded)
        #expect(report.errorCount == (partition.hasPrefix("[\(Self.list)") ? 2 : 1))
        #expect(report.notes.count == 1)
        #expect(report.notes.first?.contains("https://api.example.com/parents?page=") == true)
    }

    @Test func `has a limit`() async throws {
        let report = try await run(Self.parent, "error_handling: { max_errors: 0 }").streams[0]
        #expect(report.status == .failed)
        #expect(report.failure?.message.hasPrefix("more than 0 errors, the last one: ") == true)
    }

    @Test func `keeps a cursor that slices share where it is`() async throws {
        let shared = try await run("[\(Self.dates), \(Self.parent)]", "incremental: { cursor_field: at, param: since }")
        #expect(shared.status == .succeeded)
        #expect(shared.state["streams"]?["items"] == nil)
        let own = try await run(Self.parent, "incremental: { cursor_field: at, param: since }")
        #expect(own.state["streams"]?["items"]?["partitions"]?["a"]?["cursor"] == "2024-01-01T10:00:00Z")
    }
}
