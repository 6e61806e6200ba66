import Connector
import DateTime
import JSON
import Templates
import TestSupport
import Testing

@testable import Declarative

@Suite struct CursorReaderTests {
    private func incremental(
        _ filter: Incremental.Filter = .parameter("since", .query), path: String = "updated", inclusive: Bool = true,
        lookback: Duration = .zero, start: String? = nil
    ) throws -> Incremental {
        Incremental(
            cursorPath: try JSONPath(path), filter: filter,
            start: try start.map { try Template($0, scope: .everything) }, lookback: lookback, isInclusive: inclusive)
    }

    private func reader(_ incremental: Incremental, after cursor: Cursor? = nil) throws -> CursorReader {
        let sent = try SentCursor(
            incremental, after: cursor, in: TemplateContext(now: .unixEpoch), now: .unixEpoch)
        return CursorReader(incremental, after: cursor, sent: sent)
    }

    private func batch(_ json: String) throws -> RecordBatch {
        RecordBatch(elementsOf: try JSONDocument.parse(json).root)
    }

    private func ids(_ batch: RecordBatch) -> [Int64] { batch.views.compactMap { $0["id"]?.int64 } }

    @Test func `the largest value is reached`() throws {
        var reader = try reader(try incremental())
        let reading = reader.read(
            try batch(
                """
                [{"id": 1, "updated": "2024-01-02T00:00:00Z"}, {"id": 2, "updated": "2024-01-02T01:30:00+01:00"},
                 {"id": 3, "updated": "2024-01-01"}, {"id": 4}, {"id": 5, "updated": null}]
                """))
        #expect(ids(reading.records) == [1, 2, 3, 4, 5])
        #expect(reading.reached?.value == "2024-01-02T01:30:00+01:00")
        #expect(reading.reached?.boundary.count == 1)
    }

    @Test func `the boundary is all records at the largest value`() throws {
        var reader = try reader(try incremental())
        let records = #"[{"id": 1, "updated": 5}, {"id": 2, "updated": 5}, {"id": 3, "updated": 4}]"#
        let reading = reader.read(try batch(records))
        // SHA-256 of {"id":1,"updated":5} and {"id":2,"updated":5}, the first 12 bytes.
        #expect(
            reading.reached
                == Cursor(5, boundary: ["24917ee697c1254e44863c21", "5c99e77b5cfd95e98f2d7803"]))
    }

    @Test func `what an inclusive source repeats is left out, and what changed is not`() throws {
        let incremental = try incremental()
        var first = try reader(incremental)
        let reached = first.read(try batch(#"[{"id": 1, "updated": 5}, {"id": 2, "updated": 5}]"#)).reached
        var second = try reader(incremental, after: reached)
        let reading = second.read(
            try batch(
                #"[{"id": 1, "updated": 5}, {"id": 2, "updated": 5, "x": 1}, {"id": 3, "updated": 5}, {"id": 4, "updated": 4}]"#
            ))
        #expect(ids(reading.records) == [2, 3, 4])
        #expect(reading.reached?.value == 5)
        #expect(reading.reached?.boundary.count == 3)
        // One of the three is as it was.
        #expect(reading.reached?.boundary.intersection(try #require(reached).boundary).count == 1)
        var third = try reader(incremental, after: reading.reached)
        #expect(third.read(try batch(#"[{"id": 3, "updated": 5}]"#)).records.isEmpty)
    }

    @Test func `a field that says when the sync was makes no other record`() throws {
        let now = try Template("{{ now }}", scope: .everything)
        let transformer = RecordTransformer([
            .set([.init(name: "at", value: .template(now)), .init(name: "x", value: .template(now))]),
            .set([.init(name: "x", value: .constant(1))]),
            .rename([.init(from: FieldPath(names: ["at"]), to: "synced")]),
        ])
        #expect(transformer.momentaryFields == ["synced"])
        let incremental = try incremental()
        var reached: Cursor?
        for second in [0, 1] {
            let sent = try SentCursor(
                incremental, after: reached, in: TemplateContext(now: .unixEpoch), now: .unixEpoch)
            var reader = CursorReader(
                incremental, after: reached, sent: sent, ignoring: transformer.momentaryFields)
            let records = "[{\"synced\": \(second), \"id\": 1, \"updated\": 5}]"
            let reading = reader.read(try batch(records))
            #expect(reading.records.count == 1 - second)
            reached = reading.reached
        }
    }

    @Test func `a source that does not repeat needs no boundary`() throws {
        var reader = try reader(try incremental(inclusive: false))
        #expect(reader.read(try batch(#"[{"id": 1, "updated": 5}]"#)).reached == Cursor(5))
    }

    @Test func `what the source filters is not filtered again`() throws {
        var reader = try reader(try incremental(), after: Cursor(100))
        #expect(ids(reader.read(try batch(#"[{"id": 1, "updated": 5}]"#)).records) == [1])
    }

    @Test func `what the source cannot filter is filtered here`() throws {
        let records = #"[{"id": 1, "updated": 4}, {"id": 2, "updated": 5}, {"id": 3, "updated": 6}, {"id": 4}]"#
        var reader = try reader(try incremental(.client, inclusive: false), after: Cursor(5))
        let reading = reader.read(try batch(records))
        #expect(ids(reading.records) == [2, 3, 4])
        #expect(reading.reached?.value == 6)
        var lookback = try self.reader(try incremental(.client, lookback: .seconds(1)), after: Cursor(5))
        #expect(ids(lookback.read(try batch(records)).records) == [1, 2, 3, 4])
        var start = try self.reader(try incremental(.client, start: "5"))
        #expect(ids(start.read(try batch(records)).records) == [2, 3, 4])
    }

    @Test func `a format that is coarser than the records filters by the cursor itself`() throws {
        var incremental = try incremental(.client)
        incremental.format = .timestamp(.date)
        var reader = try reader(incremental, after: Cursor("2024-01-02T12:00:00Z"))
        let records = #"[{"id": 1, "updated": "2024-01-02T11:00:00Z"}, {"id": 2, "updated": "2024-01-02T13:00:00Z"}]"#
        #expect(ids(reader.read(try batch(records)).records) == [2])
    }

    @Test func `nested and missing cursors`() throws {
        var reader = try reader(try incremental(path: "meta.at"))
        #expect(
            reader.read(try batch(#"[{"id": 1, "meta": {"at": "b"}}, {"id": 2, "meta": 7}]"#)).reached?.value == "b")
        #expect(reader.read(.empty).reached == nil)
        #expect(reader.read(try batch(#"[{"id": 1}]"#)).reached == nil)
    }

    @Test func `more records at a value than are remembered`() throws {
        var reader = try reader(try incremental())
        let records = (0...1_000).map { "{\"id\": \($0), \"updated\": 1}" }.joined(separator: ",")
        #expect(reader.read(try batch("[\(records)]")).reached == Cursor(1, isBoundaryCut: true))
    }

    @Test func `in any order and any batches the same is reached`() throws {
        var random = SeededRandom(seed: 44)
        let incremental = try incremental()
        for _ in 0..<50 {
            let count = 1 + random.below(60)
            var records = (0..<count).map { id in "{\"id\": \(id), \"updated\": \"2024-01-0\(1 + random.below(4))\"}" }
            var results: [Cursor?] = []
            for _ in 0..<3 {
                records.shuffle(using: &random)
                var reader = try reader(incremental)
                var reached: Cursor?
                var rest = records[...]
                while !rest.isEmpty {
                    let part = rest.prefix(1 + random.below(10))
                    rest = rest.dropFirst(part.count)
                    let reading = reader.read(try batch("[\(part.joined(separator: ","))]"))
                    reached = incremental.order.later(reached, reading.reached)
                }
                results.append(reached)
            }
            #expect(results[0] == results[1] && results[1] == results[2])
            let largest = records.compactMap { $0.suffix(12).prefix(10) }.max().map(String.init)
            #expect(results[0]?.value.string == largest)
            #expect(results[0]?.boundary.count == records.count { $0.hasSuffix((largest ?? "") + "\"}") })
        }
    }
}
