import Connector
import JSON
import Testing

@testable import Actions

@Suite struct InlineRecordsTests {
    private func write(_ sink: InlineRecords, _ records: [JSONValue]) async throws {
        let batch = RecordBatch(elementsOf: JSONDocument(.array(records)).root)
        _ = try await sink.open(StreamDescriptor("numbers"), state: [:]).write(batch, of: .whole, endsSlice: false)
    }

    @Test func `records are kept with their stream and time, as one list`() async throws {
        let sink = InlineRecords(most: 10_000, deadline: Deadline())
        try await write(sink, [["id": 1, "text": "\"\n"], ["id": 2]])
        try await write(sink, [])
        try await write(sink, [["id": 3]])
        let list = try JSONValue.parse(PaddedBytes(Array("[".utf8) + sink.take() + Array("]".utf8)))
        #expect(list.array?.map { $0["data"] } == [["id": 1, "text": "\"\n"], ["id": 2], ["id": 3]])
        #expect(list.array?.allSatisfy { $0["stream"] == "numbers" && ($0["emitted_at"]?.int64 ?? 0) > 0 } == true)
        #expect(sink.take().isEmpty)
    }

    @Test func `with half of an answer filled the sync is told to stop`() async throws {
        let deadline = Deadline()
        let sink = InlineRecords(most: 1_000, deadline: deadline)
        let page: [JSONValue] = [["text": .string(String(repeating: "x", count: 120))]]
        for _ in 1...2 { try await write(sink, page) }
        #expect(!deadline.isPulled)
        try await write(sink, page)
        #expect(deadline.isPulled)
        // What comes even so has room.
        try await write(sink, page)
    }

    @Test func `a page that takes more than half of an answer has room`() async throws {
        let sink = InlineRecords(most: 1_000, deadline: Deadline())
        try await write(sink, [["text": .string(String(repeating: "x", count: 800))]])
        #expect(sink.take().count > 800)
    }

    @Test func `a page that does not fit is a failure, and leaves what there was`() async throws {
        let sink = InlineRecords(most: 1_000, deadline: Deadline())
        try await write(sink, [["id": 1]])
        let failure = await #expect(throws: Failure.self) {
            try await write(sink, [["text": .string(String(repeating: "x", count: 1_000))]])
        }
        #expect(failure?.kind == .destination)
        #expect(failure?.message.hasPrefix("a page of numbers has more records than fit into an answer") == true)
        let list = try JSONValue.parse(PaddedBytes(Array("[".utf8) + sink.take() + Array("]".utf8)))
        #expect(list.array?.map { $0["data"] } == [["id": 1]])
    }

    @Test func `a page that would fit into an answer of its own gets one`() async throws {
        let source = NumbersSource(pages: [10, 30, 1], padding: 2_000)
        let handler = EventHandler(catalog: NumbersCatalog(source: source), places: MemoryPlaces())
        var event: JSONValue = ["connector": "numbers"]
        var counts: [JSONValue?] = []
        for _ in 1...5 {
            let context = InvocationContext(answerLimit: 330 << 10)
            let answer = try await handler.answer(to: try Event(event), context)
            let records = try JSONValue.parse(PaddedBytes(answer.text))["records"]?.array ?? []
            #expect(answer.members["total_records"] == .integer(Int64(records.count)))
            counts.append(.integer(Int64(records.count)))
            guard let next = answer.resumption else { break }
            event = next
        }
        #expect(counts == [10, 30, 1])
    }

    @Test func `an answer is never larger than it may be, and a chain has everything`() async throws {
        let source = NumbersSource(pages: Array(repeating: 10, count: 20), padding: 500)
        let handler = EventHandler(catalog: NumbersCatalog(source: source), places: MemoryPlaces())
        var event: JSONValue = ["connector": "numbers"]
        var ids: [JSONValue?] = []
        var invocations = 0
        while invocations < 30 {
            invocations += 1
            let context = InvocationContext(answerLimit: 330 << 10)
            let answer = try await handler.answer(to: try Event(event), context)
            #expect(answer.text.count < 330 << 10)
            let records = try JSONValue.parse(PaddedBytes(answer.text))["records"]?.array ?? []
            ids += records.map { $0["data"]?["id"] }
            guard let next = answer.resumption else { break }
            event = next
        }
        #expect(2..<10 ~= invocations)
        #expect(ids == (1...200).map { .integer($0) })
    }
}
