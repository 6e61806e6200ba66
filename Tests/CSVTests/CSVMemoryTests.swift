import JSON
import Testing

@testable import CSV

@Suite struct CSVMemoryTests {
    /// The memory of a tape may come from a pool that other tests share, and be as large as the largest that a pool keeps.
    private static let bound = 20 << 20

    private static let rows = PaddedBytes(
        (0..<500).map { number in
            #"ord_\#(number),2024-11-01T08:00:00Z,"Zoë, ""Z""",,\#(String(repeating: "wide ", count: number % 20)),12.50"#
                + "\r\n"
        }.joined())

    /// Feeds one chunk and returns how many records it completed.
    private static func feed(_ decoder: inout CSVDecoder, _ text: borrowing PaddedBytes) throws(CSVError) -> Int {
        try text.withUnsafeBytes { (chunk) throws(CSVError) in
            var (position, records) = (0, 0)
            while let batch = try decoder.nextBatch(in: chunk, from: &position) { records += batch.root.count }
            return records
        }
    }

    @Test func holdsNoMoreOfALargeTextThanABatch() throws {
        let repetitions = 40_000_000 / Self.rows.count
        var decoder = CSVDecoder()
        var largest = 0
        var records = try Self.feed(&decoder, PaddedBytes("id,created,name,phone,note,total\n"))
        for _ in 0..<repetitions {
            records += try Self.feed(&decoder, Self.rows)
            largest = max(largest, decoder.capacity)
        }
        if let batch = try decoder.finish() { records += batch.root.count }
        #expect(records == 500 * repetitions)
        #expect(largest < Self.bound)
    }

    @Test func dropsBlankLines() throws {
        let blanks = PaddedBytes(String(repeating: "\r\n\n", count: 10_000_000))
        var decoder = CSVDecoder(limits: CSVLimits(batchSize: 1000, rowSize: 100))
        try blanks.withUnsafeBytes { chunk in
            var position = 0
            let batch = try decoder.nextBatch(in: chunk, from: &position)
            #expect(batch == nil)
        }
        #expect(decoder.capacity < Self.bound)
        let last = try decoder.finish()
        #expect(last == nil)
    }

    @Test func boundsAFieldWithoutEnd() {
        let text = PaddedBytes("a\n\"" + String(repeating: "x", count: 40_000_000))
        var decoder = CSVDecoder(limits: CSVLimits(fieldSize: 10_000))
        let error = text.withUnsafeBytes { chunk in
            var position = 0
            return #expect(throws: CSVError.self) { _ = try decoder.nextBatch(in: chunk, from: &position) }
        }
        #expect(error?.reason == .tooLarge(.field, limit: 10_000))
        #expect(decoder.capacity < Self.bound)
    }
}
