import Testing

@testable import JSON

@Suite struct StreamMemoryTests {
    private static let records = PaddedBytes(
        (0..<50).map { number in
            #"{"id":\#(number),"customer":{"name":"Zoë","tags":["a","b\"]"]},"items":[{"sku":"x","price":1.5},{"sku":"y"}],"#
                + #""note":"\#(String(repeating: "wide ", count: 80))"}"#
        }.joined(separator: ",\n"))

    /// Streams one chunk and returns how many elements it completed.
    private static func feed(_ stream: inout JSONStream, _ text: borrowing PaddedBytes) throws(JSONError) -> Int {
        try text.withUnsafeBytes { (chunk) throws(JSONError) in
            var (position, elements) = (0, 0)
            while let batch = try stream.nextBatch(in: chunk, from: &position) { elements += batch.root.count }
            return elements
        }
    }

    @Test func holdsNoMoreOfA200MegabyteBodyThanABatch() throws {
        let separator = PaddedBytes(",")
        let repetitions = 60_000_000 / Self.records.count
        var stream = JSONStream(path: ["data"], duplicateKeys: .keep)
        var largest = 0
        var elements = try Self.feed(&stream, PaddedBytes(#"{"meta":{"total":"many"},"data":["#))
        for repetition in 0..<repetitions {
            if repetition > 0 { elements += try Self.feed(&stream, separator) }
            elements += try Self.feed(&stream, Self.records)
            largest = max(largest, stream.capacity)
        }
        elements += try Self.feed(&stream, PaddedBytes(#"],"next":null}"#))
        let remainder = JSONValue(try stream.finish().root)

        #expect(elements == 50 * repetitions)
        #expect(remainder == ["meta": ["total": "many"], "data": [], "next": nil])
        #expect(largest < 512 << 10)
    }

    @Test func dropsBlankLines() throws {
        let blanks = PaddedBytes(String(repeating: " \r\n\n", count: 10_000))
        var lines = JSONLines(limits: JSONStreamLimits(batchSize: 1000))
        var largest = 0
        for _ in 0..<50 {
            try blanks.withUnsafeBytes { chunk in
                var position = 0
                while try lines.nextBatch(in: chunk, from: &position) != nil {}
            }
            largest = max(largest, lines.capacity)
        }
        let last = try lines.finish()
        #expect(last == nil)
        #expect(largest < 2000)
    }
}
