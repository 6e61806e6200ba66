/// The part of a column that a page holds.
struct PageRange {
    var rows: Range<Int>
    /// Places in the levels.
    var entries: Range<Int>
    /// Places in the values, which are without nulls.
    var values: Range<Int>

    /// Cuts a column into pages of whole rows, all but the last of the same number.
    static func cut(_ levels: Levels, rowCount: Int, rowsOfPage: Int) -> [PageRange] {
        var pages: [PageRange] = []
        var (entry, value) = (0, 0)
        for row in stride(from: 0, to: rowCount, by: rowsOfPage) {
            let lastRow = min(row + rowsOfPage, rowCount)
            let lastEntry = levels.entry(after: lastRow - row, rowsFrom: entry)
            let lastValue = value + levels.valueCount(entry..<lastEntry)
            pages.append(PageRange(rows: row..<lastRow, entries: entry..<lastEntry, values: value..<lastValue))
            (entry, value) = (lastEntry, lastValue)
        }
        return pages
    }
}

extension Levels {
    /// The entry behind `rows` rows that begin at `start`.
    fileprivate func entry(after rows: Int, rowsFrom start: Int) -> Int {
        guard let repetition else { return start + rows }
        var (entry, begun) = (start, 0)
        while entryCount - entry >= 8 {
            let count = ByteCount.of(0, inWordAt: repetition + entry)
            if begun + count > rows { break }
            begun += count
            entry += 8
        }
        while entry < entryCount {
            if repetition[entry] == 0 {
                if begun == rows { break }
                begun += 1
            }
            entry += 1
        }
        return entry
    }

    /// How many entries of a range have a value.
    fileprivate func valueCount(_ range: Range<Int>) -> Int {
        let largest = UInt8(truncatingIfNeeded: maxDefinition)
        if let definition {
            return ByteCount.of(largest, in: definition + range.lowerBound, count: range.count)
        }
        if let bits {
            guard uniform + 1 == largest else { return 0 }
            return bits.count(in: range)
        }
        return uniform == largest ? range.count : 0
    }
}

/// Counts bytes of one value, eight at a time.
private enum ByteCount {
    static func of(_ value: UInt8, in bytes: UnsafePointer<UInt8>, count: Int) -> Int {
        var (found, position) = (0, 0)
        while count &- position >= 8 {
            found &+= of(value, inWordAt: bytes + position)
            position &+= 8
        }
        while position < count {
            found &+= bytes[position] == value ? 1 : 0
            position &+= 1
        }
        return found
    }

    @inline(__always)
    static func of(_ value: UInt8, inWordAt bytes: UnsafePointer<UInt8>) -> Int {
        let pattern = UInt64(value) &* 0x0101_0101_0101_0101
        let difference = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self) ^ pattern
        // The upper bit of each byte is set unless all of it is zero; no sum carries into the next byte.
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let isOther = ((difference & low) &+ low) | difference | low
        return (~isOther).nonzeroBitCount
    }
}
