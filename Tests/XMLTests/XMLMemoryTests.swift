import JSON
import Testing

@testable import XML

@Suite struct XMLMemoryTests {
    /// The memory of a tape may come from a pool that other tests share, and be as large as the largest that a pool keeps.
    private static let bound = 20 << 20

    private static let records = PaddedBytes(
        (0..<500).map { number in
            """
              <order id="\(number)">
                <customer><name>Zoë &amp; Co</name><phone/></customer>
                <line><sku>x</sku></line><line><sku>y</sku></line>
                <note>\(String(repeating: "wide ", count: number % 20))</note>
              </order>

            """
        }.joined())

    /// Feeds one chunk and returns how many records it completed.
    private static func feed(_ decoder: inout XMLDecoder, _ text: borrowing PaddedBytes) throws(XMLError) -> Int {
        try text.withUnsafeBytes { (chunk) throws(XMLError) in
            var (position, records) = (0, 0)
            while let batch = try decoder.nextBatch(in: chunk, from: &position) { records += batch.root.count }
            return records
        }
    }

    @Test func holdsNoMoreOfALargeTextThanABatch() throws {
        let repetitions = 40_000_000 / Self.records.count
        var decoder = XMLDecoder(path: ["order"])
        var largest = 0
        var records = try Self.feed(&decoder, PaddedBytes("<orders total='many'>\n"))
        for _ in 0..<repetitions {
            records += try Self.feed(&decoder, PaddedBytes("<page>"))
            records += try Self.feed(&decoder, Self.records)
            records += try Self.feed(&decoder, PaddedBytes("</page>"))
            largest = max(largest, decoder.capacity)
        }
        records += try Self.feed(&decoder, PaddedBytes("<next/></orders>"))
        let ending = try decoder.finish()
        records += ending.lastBatch?.root.count ?? 0
        #expect(records == 500 * repetitions)
        #expect(JSONValue(ending.remainder.root) == ["orders": ["@total": "many", "next": nil]])
        #expect(largest < Self.bound)
    }
}
