internal import Glibc

/// Finds the smallest and the largest of a column's values.
enum BoundsFinder {
    /// Of the values in a range; nil when there are none.
    static func find(_ values: LeafValues, _ range: Range<Int>) -> Bounds? {
        if range.isEmpty { return nil }
        switch values.type {
        case .boolean:
            let trues = Bitmap(values.words).count(in: range)
            return Bounds(UInt8(trues == range.count ? 1 : 0), trues > 0 ? 1 : 0)
        case .int32: return find(values.fixed.assumingMemoryBound(to: Int32.self), range)
        case .int64: return find(values.fixed.assumingMemoryBound(to: Int64.self), range)
        case .double: return findDoubles(values.fixed.assumingMemoryBound(to: Double.self), range)
        case .fixedLengthByteArray: return findFixed(values, range)
        case .byteArray: return findByteArrays(values, range)
        }
    }

    private static func find<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafePointer<Value>, _ range: Range<Int>
    ) -> Bounds {
        var (smallest, largest) = (values[range.lowerBound], values[range.lowerBound])
        for position in range {
            smallest = min(smallest, values[position])
            largest = max(largest, values[position])
        }
        return Bounds(smallest, largest)
    }

    private static func findDoubles(_ values: UnsafePointer<Double>, _ range: Range<Int>) -> Bounds {
        var (smallest, largest) = (values[range.lowerBound], values[range.lowerBound])
        for position in range {
            smallest = values[position] < smallest ? values[position] : smallest
            largest = values[position] > largest ? values[position] : largest
        }
        return Bounds(smallest, largest)
    }

    private static func findFixed(_ values: LeafValues, _ range: Range<Int>) -> Bounds {
        let numbers = values.fixed.assumingMemoryBound(to: Int128.self)
        func number(_ position: Int) -> Int128 {
            let value = Int128(bigEndian: numbers[position])
            // Turned so that the order of unsigned numbers becomes that of signed ones.
            return values.isSigned ? value : value ^ .min
        }
        var (smallest, largest) = (range.lowerBound, range.lowerBound)
        for position in range {
            if number(position) < number(smallest) { smallest = position }
            if number(position) > number(largest) { largest = position }
        }
        return Bounds(Bounds.bytes(numbers[smallest]), Bounds.bytes(numbers[largest]))
    }

    private static func findByteArrays(_ values: LeafValues, _ range: Range<Int>) -> Bounds {
        func key(_ position: Int) -> ByteArrayKey {
            let start = values.offsets[position]
            return ByteArrayKey(values, start: start, length: values.offsets[position &+ 1] &- start)
        }
        var smallest = key(range.lowerBound)
        var largest = smallest
        for position in range {
            let key = key(position)
            if key.isBefore(smallest) { smallest = key }
            if largest.isBefore(key) { largest = key }
        }
        return Bounds(byteArrays: smallest.buffer, largest.buffer)
    }

    /// Of the values of a dictionary that a page uses.
    static func find(
        _ values: LeafValues, used: UnsafePointer<UInt8>, of entries: UnsafePointer<BytesDictionary.Entry>, count: Int
    ) -> Bounds? {
        guard let first = (0..<count).first(where: { used[$0] != 0 }) else { return nil }
        func key(_ entry: Int) -> ByteArrayKey {
            ByteArrayKey(values, start: entries[entry].start, length: entries[entry].length)
        }
        var smallest = key(first)
        var largest = smallest
        for entry in first..<count where used[entry] != 0 {
            let key = key(entry)
            if key.isBefore(smallest) { smallest = key }
            if largest.isBefore(key) { largest = key }
        }
        return Bounds(byteArrays: smallest.buffer, largest.buffer)
    }
}

/// A byte array with its first eight bytes as a number, which decide the order, or else mostly the next eight.
private struct ByteArrayKey {
    let prefix: UInt64
    let bytes: UnsafePointer<UInt8>
    let count: Int

    @inline(__always)
    init(_ values: LeafValues, start: Int32, length: Int32) {
        bytes = values.bytes + Int(start)
        count = Int(length)
        prefix = Self.word(UnsafeRawPointer(bytes), of: count)
    }

    /// Up to eight bytes in their order. Behind a column's bytes more can be read.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawPointer, of count: Int) -> UInt64 {
        let word = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        return count >= 8 ? word : count <= 0 ? 0 : word & ~(UInt64.max &>> UInt64(count &* 8))
    }

    var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

    @inline(__always)
    func isBefore(_ other: ByteArrayKey) -> Bool {
        if prefix != other.prefix { return prefix < other.prefix }
        let second = Self.word(UnsafeRawPointer(bytes) + 8, of: count &- 8)
        let otherSecond = Self.word(UnsafeRawPointer(other.bytes) + 8, of: other.count &- 8)
        return second != otherSecond ? second < otherSecond : isBehindPrefixBefore(other)
    }

    private func isBehindPrefixBefore(_ other: ByteArrayKey) -> Bool {
        let order = memcmp(bytes, other.bytes, min(count, other.count))
        return order == 0 ? count < other.count : order < 0
    }
}
