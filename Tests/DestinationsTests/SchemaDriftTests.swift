import Connector
import DateTime
import JSON
import ObjectStorage
import Parquet
import Sync
import TestSupport
import Testing

@testable import Destinations

@Suite struct SchemaDriftTests {
    private static let early = #"[{"id":1,"n":1,"s":{"a":1}},{"id":2,"n":2.5,"t":"x","s":{"b":[1]}}]"#
    private static let late = #"[{"id":3,"n":"three","t":4,"s":{"b":[null,0.5]},"new":true}]"#

    @Test func `early surprises cost no file`() async throws {
        try await withTemporaryFolder { folder in
            let source = PagedSource([.init("trees", [("", [Self.early, Self.late])])])
            let report = try await Syncs.run(source, into: folder)
            #expect(report.streams[0].files.map(\.rows) == [3])
            let written = try WrittenFiles.read(folder)
            #expect(
                written.types("trees") == [
                    "id": "BIGINT", "n": "VARCHAR", "s": "STRUCT(a BIGINT, b DOUBLE[])", "t": "VARCHAR",
                    "new": "BOOLEAN",
                ])
            #expect(written.rows("trees").map { $0["n"] } == ["1", "2.5", "three"])
        }
    }

    @Test func `a file ends where the schema widens, and the files are one table`() async throws {
        try await withTemporaryFolder { folder in
            let filler = (0..<40).map { #"{"id":\#(10 + $0),"n":\#($0),"s":{"a":1}}"# }.joined(separator: ",")
            let source = PagedSource([.init("trees", [("", [Self.early, "[\(filler)]", Self.late, "[\(filler)]"])])])
            let sink = ParquetSettings(FileOptions(folder: folder, connector: "paged"))
            var settings = sink
            settings.parquet.rowGroupSize = 500
            var state = SyncState()
            _ = try state.begin(at: .unixEpoch)
            let report = try await SyncRun(
                from: source, into: ParquetSink(settings, into: LocalStore(folder)), state: state, observer: Quiet()
            ).run()
            let files = report.streams[0].files
            #expect(files.map(\.rows) == [42, 41])
            #expect(report.status == .succeeded)
            let written = try WrittenFiles.read(folder)
            #expect(written.rows("trees").count == 83)
            #expect(written.types("trees")?["n"] == "VARCHAR")
            #expect(written.types("trees")?["s"] == "STRUCT(a BIGINT, b DOUBLE[])")
            #expect(written.rows("trees").filter { $0["n"] == nil }.isEmpty)
        }
    }

    @Test func `the schema lives in the state, and only widens across runs`() async throws {
        try await withTemporaryFolder { folder in
            var state: JSONValue = [:]
            for page in [Self.early, Self.late, #"[{"id":4,"n":7}]"#] {
                let report = try await Syncs.run(
                    PagedSource([.init("trees", [("", [page])])]), into: folder, from: state)
                state = report.state
            }
            #expect(
                state["streams"]?["trees"]?["schema"] == [
                    "id": "integer", "n": "text", "s": ["a": "integer", "b": ["double"]], "t": "text",
                    "new": "boolean",
                ])
            let written = try WrittenFiles.read(folder)
            #expect(written.count("trees") == 3)
            #expect(written.rows("trees").map { $0["n"] } == ["1.0", "2.5", "three", "7"])
        }
    }

    @Test func `a run that goes on widens what the one before it has seen`() async throws {
        try await withTemporaryFolder { folder in
            let deadline = Deadline()
            let stream = PagedSource.Stream("trees", [("", [Self.early, Self.late])])
            let first = try await Syncs.run(
                PagedSource([stream]) { _ in deadline.pull() }, into: folder, deadline: deadline)
            #expect(first.state["streams"]?["trees"]?["schema"]?["n"] == "double")
            let second = try await Syncs.run(PagedSource([stream]), into: folder, from: first.state)
            #expect(second.state["streams"]?["trees"]?["schema"]?["n"] == "text")
            let written = try WrittenFiles.read(folder)
            #expect(written.ids("trees") == [1, 2, 3])
            let expected = try [#"{"a":1}"#, #"{"b":[1.0]}"#, #"{"b":[null,0.5]}"#].map { try JSONValue.parse($0) }
            #expect(written.rows("trees").compactMap { $0["s"] } == expected)
        }
    }

    @Test(arguments: [
        (#"{"id":1,"v":"hello"}"#, #"{"id":2,"v":[1,{"a":"x"}]}"#, ["hello", #"[1,{"a":"x"}]"#]),
        (#"{"id":1,"v":1.5}"#, #"{"id":2,"v":{"a":"x"}}"#, ["1.5", #"{"a":"x"}"#]),
        (#"{"id":1,"v":{"a":"x"}}"#, #"{"id":2,"v":"hello"}"#, [#"{"a":"x"}"#, #""hello""#]),
        (#"{"id":1,"v":[true]}"#, #"{"id":2,"v":7}"#, ["[true]", "7"]),
    ])
    func `files of syncs between which a column took another form are one table`(
        _ early: String, _ late: String, _ values: [String]
    ) async throws {
        try await withTemporaryFolder { folder in
            let first = try await Syncs.run(PagedSource([.init("trees", [("", ["[\(early)]"])])]), into: folder)
            _ = try await Syncs.run(
                PagedSource([.init("trees", [("", ["[\(late)]"])])]), into: folder, from: first.state)
            let rows = try WrittenFiles.read(folder).rows("trees").sorted {
                $0["id"]?.int64 ?? 0 < $1["id"]?.int64 ?? 0
            }
            #expect(rows.map { $0["v"].map { $0.string ?? $0.description } } == values)
        }
    }

    @Test func `options decide what values become`() async throws {
        try await withTemporaryFolder { folder in
            let page = #"[{"id":1,"o":{"a":[1]},"at":"2024-01-02T03:04:05Z"}]"#
            let source = PagedSource([.init("trees", [("", [page])])])
            _ = try await Syncs.run(source, into: folder + "/a") {
                ($0.nested, $0.infersTimestamps, $0.compression) = (.json, true, .snappy)
            }
            _ = try await Syncs.run(source, into: folder + "/b") { ($0.isAllText, $0.compression) = (true, .gzip) }
            let written = try WrittenFiles.read([folder + "/a", folder + "/b"])
            #expect(
                written[0].types("trees") == ["id": "BIGINT", "o": "JSON", "at": "TIMESTAMP WITH TIME ZONE"])
            #expect(
                written[1].types("trees") == ["id": "VARCHAR", "o": "STRUCT(a VARCHAR[])", "at": "VARCHAR"])
        }
    }
}

struct Quiet: SyncObserver {
    func log(_ level: LogLevel, _ message: String) {}
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}
