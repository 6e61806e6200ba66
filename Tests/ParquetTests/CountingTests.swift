import Testing

@testable import Parquet

@Suite struct CountingTests {
    @Test func `pages have the entries and values of their rows`() {
        var random = Repeatable()
        for _ in 0..<300 {
            let count = random.below(200) + 1
            var repetition = (0..<count).map { _ in UInt8(random.below(3)) }
            repetition[0] = 0
            let definition = (0..<count).map { _ in UInt8(random.below(4)) }
            let rows = repetition.count { $0 == 0 }
            let rowsOfPage = random.below(rows) + 1
            repetition.withUnsafeBufferPointer { repetition in
                definition.withUnsafeBufferPointer { definition in
                    var levels = Levels(rowCount: count)
                    (levels.maxDefinition, levels.maxRepetition) = (3, 2)
                    (levels.definition, levels.repetition) = (definition.baseAddress, repetition.baseAddress)
                    let pages = PageRange.cut(levels, rowCount: rows, rowsOfPage: rowsOfPage)
                    #expect(pages.map(\.rows.count).reduce(0, +) == rows)
                    #expect(pages.last?.entries.upperBound == count)
                    for page in pages {
                        #expect(repetition[page.entries].count { $0 == 0 } == page.rows.count)
                        #expect(repetition[page.entries.lowerBound] == 0)
                        #expect(definition[page.entries].count { $0 == 3 } == page.values.count)
                    }
                }
            }
        }
    }

    @Test func `the bounds of texts that begin alike are those of all their bytes`() {
        var random = Repeatable()
        for _ in 0..<2000 {
            let stem = (0..<random.below(18)).map { _ in UInt8(ascii: "s") }
            let texts = (0..<random.below(6) + 1).map { _ in
                stem + (0..<random.below(8)).map { _ in [0, 1, UInt8(ascii: "a"), 0xFF][random.below(4)] }
            }
            var offsets: [Int32] = [0]
            var bytes: [UInt8] = []
            for text in texts {
                bytes += text
                offsets.append(Int32(bytes.count))
            }
            // Whatever lies behind the last must not count.
            bytes += (0..<32).map { _ in UInt8(random.below(256)) }
            let ordered = texts.sorted { $0.lexicographicallyPrecedes($1) }
            offsets.withUnsafeBufferPointer { offsets in
                bytes.withUnsafeBufferPointer { bytes in
                    guard let offsets = offsets.baseAddress, let bytes = bytes.baseAddress else { return }
                    let values = LeafValues(
                        count: texts.count, fixed: UnsafeRawPointer(bytes), offsets: offsets, bytes: bytes,
                        type: .byteArray,
                        isSigned: false)
                    let found = BoundsFinder.find(values, 0..<texts.count)
                    #expect(found?.smallest == ordered.first)
                    #expect(found?.largest == ordered.last)
                }
            }
        }
    }
}

/// A linear congruence, so that every run is the same.
private struct Repeatable {
    private var state: UInt64 = 11

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
