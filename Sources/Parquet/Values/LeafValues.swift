internal import Columnar

/// The values of a column without the nulls between them, in the form that its file has them.
///
/// They lie in the column itself where it has no nulls, else in the scratch memory of `ValueReader`.
struct LeafValues {
    var count: Int
    /// Values of fixed width; booleans one bit each.
    var fixed: UnsafeRawPointer
    /// Of byte arrays: where each begins, and where the last ends.
    var offsets: UnsafePointer<Int32>
    var bytes: UnsafePointer<UInt8>
    let type: PhysicalType
    /// Whether the order of fixed-length values is that of signed numbers.
    let isSigned: Bool

    var words: UnsafePointer<UInt64> { fixed.assumingMemoryBound(to: UInt64.self) }

    /// Bytes a value takes; of byte arrays, none.
    var width: Int {
        switch type {
        case .boolean, .byteArray: 0
        case .int32: 4
        case .int64, .double: 8
        case .fixedLengthByteArray: 16
        }
    }

    /// The number of bytes that plain values take.
    func plainSize(_ range: Range<Int>) -> Int {
        switch type {
        case .boolean: (range.count + 7) / 8
        case .byteArray: Int(offsets[range.upperBound] - offsets[range.lowerBound]) + range.count * 4
        default: range.count * width
        }
    }
}

/// Takes the nulls out of columns, into memory that is used again.
struct ValueReader: ~Copyable, Sendable {
    private var fixed = Scratch<UInt64>()
    private var offsets = Scratch<Int32>()
    private var bytes = Scratch<UInt8>()

    mutating func read(_ column: borrowing Column, _ leaf: Leaf) -> LeafValues {
        let count = column.count - column.nullCount
        var values = LeafValues(
            count: count, fixed: UnsafeRawPointer(column.values), offsets: UnsafePointer(column.offsets),
            bytes: UnsafePointer(column.bytes), type: leaf.physicalType, isSigned: column.kind == .decimal)
        switch column.kind {
        case .null: break
        case .structure: fillWithEmptyObjects(&values)
        case .decimal: values.fixed = decimals(column, isShort: leaf.physicalType == .int64)
        case _ where column.nullCount == 0: break
        case .boolean: values.fixed = UnsafeRawPointer(booleans(column))
        case .date: values.fixed = UnsafeRawPointer(compact(column, of: Int32.self))
        case .integer, .double, .timestamp, .time: values.fixed = UnsafeRawPointer(compact(column, of: UInt64.self))
        case .uuid: values.fixed = UnsafeRawPointer(compact(column, of: SIMD16<UInt8>.self))
        case .string, .text, .json, .binary, .list: values.offsets = compactOffsets(column)
        }
        return values
    }

    private mutating func room<Value: BitwiseCopyable>(_: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
        let words = (count * MemoryLayout<Value>.stride + 15) / 8
        return UnsafeMutableRawPointer(fixed.take(words)).assumingMemoryBound(to: Value.self)
    }

    private mutating func compact<Value: BitwiseCopyable>(
        _ column: borrowing Column, of type: Value.Type
    ) -> UnsafeMutablePointer<Value> {
        let target = room(type, column.count + 1)
        let (source, validity) = (column.values.assumingMemoryBound(to: type), Bitmap(column.validity))
        var position = 0
        for slot in 0..<column.count {
            // Written in any case, and kept by counting it: nulls lie scattered, which no branch predicts.
            target[position] = source[slot]
            position &+= validity[slot]
        }
        return target
    }

    /// A null is empty, so that the bytes of the values lie one after the other already.
    private mutating func compactOffsets(_ column: borrowing Column) -> UnsafePointer<Int32> {
        let target = offsets.take(column.count + 2)
        let (source, validity) = (column.offsets, Bitmap(column.validity))
        target[0] = source[0]
        var position = 1
        for slot in 0..<column.count {
            target[position] = source[slot + 1]
            position &+= validity[slot]
        }
        return UnsafePointer(target)
    }

    private mutating func booleans(_ column: borrowing Column) -> UnsafeMutablePointer<UInt64> {
        let target = room(UInt64.self, column.count / 64 + 2)
        target.update(repeating: 0, count: column.count / 64 + 2)
        let (source, validity) = (Bitmap(column.words), Bitmap(column.validity))
        var position = 0
        for slot in 0..<column.count {
            target[position >> 6] |= UInt64(source[slot] & validity[slot]) << UInt64(position & 63)
            position += validity[slot]
        }
        return target
    }

    /// 64 bits where those are enough, else 128 with the highest byte first.
    private mutating func decimals(_ column: borrowing Column, isShort: Bool) -> UnsafeRawPointer {
        let (source, validity) = (column.values.assumingMemoryBound(to: Int128.self), Bitmap(column.validity))
        var position = 0
        if isShort {
            let target = room(Int64.self, column.count)
            for slot in 0..<column.count where validity[slot] == 1 {
                target[position] = Int64(truncatingIfNeeded: source[slot])
                position += 1
            }
            return UnsafeRawPointer(target)
        }
        let target = room(Int128.self, column.count + 1)
        for slot in 0..<column.count where validity[slot] == 1 {
            target[position] = source[slot].bigEndian
            position += 1
        }
        return UnsafeRawPointer(target)
    }

    private mutating func fillWithEmptyObjects(_ values: inout LeafValues) {
        let offsets = offsets.take(values.count + 1)
        for position in 0...values.count { offsets[position] = Int32(truncatingIfNeeded: position * 2) }
        let bytes = bytes.take(values.count * 2 + 32)
        for position in 0..<values.count {
            bytes[position * 2] = UInt8(ascii: "{")
            bytes[position * 2 + 1] = UInt8(ascii: "}")
        }
        (values.offsets, values.bytes) = (UnsafePointer(offsets), UnsafePointer(bytes))
    }
}
