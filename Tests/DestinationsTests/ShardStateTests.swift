import Connector
import JSON
import ObjectStorage
import TestSupport
import Testing

@testable import Destinations

/// What a sink keeps in states, when a sync is divided and merged.
@Suite struct ShardStateTests {
    private let sink = ParquetSink(
        ParquetSettings(FileOptions(folder: "lake", connector: "test")), into: LocalStore("lake"))
    private let whole: JSONObject = [
        "schema": ["id": "integer"],
        "parts": ["a": ["dt=1/part-a.parquet"], "b": ["dt=1/part-b.parquet"], "gone": ["dt=1/part-g.parquet"]],
        "dropped": ["dt=1/part-x.parquet"], "other": 1,
    ]

    @Test func `a shard gets the parts of its own slices`() {
        let part = sink.part(of: whole, for: ["b", "c"])
        #expect(part["parts"] == ["b": ["dt=1/part-b.parquet"]])
        #expect(part["dropped"] == .null)
        #expect(part["schema"] == ["id": "integer"])
    }

    @Test func `a shard alone knows of its slices, and columns widen`() throws {
        let shard: JSONObject = [
            "schema": ["id": "double", "name": "string"], "parts": ["c": ["dt=1/part-c.parquet"]],
            "dropped": ["dt=1/part-b.parquet"],
        ]
        let merged = try sink.fold(shard, of: ["b", "c"], into: whole)
        #expect(
            merged["parts"] == [
                "a": ["dt=1/part-a.parquet"], "c": ["dt=1/part-c.parquet"], "gone": ["dt=1/part-g.parquet"],
            ])
        #expect(merged["dropped"] == ["dt=1/part-x.parquet", "dt=1/part-b.parquet"])
        #expect(merged["schema"] == ["id": "double", "name": "string"])
        #expect(try sink.fold(shard, of: ["b", "c"], into: merged) == merged)
        let undivided = try sink.fold(["parts": ["": ["dt=1/part-n.parquet"]]], of: nil, into: whole)
        #expect(undivided["parts"] == ["": ["dt=1/part-n.parquet"]])
        #expect(undivided["schema"] == ["id": "integer"])
        let failure = #expect(throws: Failure.self) { try sink.fold(["schema": 7], of: nil, into: whole) }
        #expect(failure?.kind == .config)
    }

    @Test func `the time to make rows durable is learned, slowest first`() {
        let pace = FlushPace(perFile: .milliseconds(500))
        #expect(pace.estimate(for: 3 << 20) == .milliseconds(150) + .milliseconds(500) / 3)
        pace.swept(in: .milliseconds(100))
        #expect(pace.estimate(for: 8 << 20) == .milliseconds(500))
        pace.encoded(1_000, in: .seconds(9))
        #expect(pace.estimate(for: 8 << 20) == .milliseconds(500))
        pace.encoded(4 << 20, in: .milliseconds(400))
        #expect(pace.estimate(for: 8 << 20) == .milliseconds(900))
        pace.encoded(4 << 20, in: .milliseconds(40))
        #expect(pace.estimate(for: 8 << 20) == .milliseconds(800))
        pace.changeFiles(by: 9)
        #expect(pace.estimate(for: 0) == .milliseconds(100 + 9 * 10 + 2 * 500))
        pace.ended(3, in: .milliseconds(6))
        pace.published(8, in: .milliseconds(300))
        #expect(pace.estimate(for: 0) == .milliseconds(100 + 9 * 2 + 2 * 300))
        pace.changeFiles(by: -1)
        #expect(pace.estimate(for: 0) == .milliseconds(100 + 8 * 2 + 300))
    }
}
