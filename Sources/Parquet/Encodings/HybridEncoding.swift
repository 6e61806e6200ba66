/// The hybrid of run-length encoding and bit packing, in which levels and dictionary indexes are written.
///
///     run of one value    varint(length << 1), the value in as many bytes as its bits need
///     packed values       varint(groups << 1 | 1), groups of 8 values of `width` bits, the lowest first
struct HybridEncoding {
    /// Values of this many bits, at most 32.
    let width: Int

    /// The largest number of groups whose header is one byte.
    private static var groupsOfRun: Int { 63 }

    /// The bits that a number up to `largest` takes.
    static func width(of largest: Int) -> Int {
        Int.bitWidth - largest.leadingZeroBitCount
    }

    func append<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<Value>, count: Int, to buffer: inout ByteBuffer
    ) {
        var position = 0
        var header = -1
        var groups = 0
        while position < count {
            let run = runLength(values + position, limit: count - position)
            if run >= 8 {
                header = -1
                appendRun(UInt32(truncatingIfNeeded: values[position]), length: run, to: &buffer)
                position += run
                continue
            }
            if header < 0 || groups == Self.groupsOfRun {
                (header, groups) = (buffer.count, 0)
                buffer.append(0)
            }
            appendGroup(values + position, count: min(8, count - position), to: &buffer)
            groups += 1
            buffer.base.storeBytes(
                of: UInt8(truncatingIfNeeded: groups << 1 | 1), toByteOffset: header, as: UInt8.self)
            position += 8
        }
    }

    func appendRun(_ value: UInt32, length: Int, to buffer: inout ByteBuffer) {
        buffer.appendVarint(UInt64(length) << 1)
        let size = (width + 7) / 8
        buffer.reserve(4).storeBytes(of: value.littleEndian, as: UInt32.self)
        buffer.advance(by: size)
    }

    /// How often the first value is repeated from the start on; less than 8 is not counted further.
    @inline(__always)
    private func runLength<Value: FixedWidthInteger>(_ values: UnsafePointer<Value>, limit: Int) -> Int {
        guard limit >= 8 else { return 0 }
        let first = values[0]
        for position in 1..<8 where values[position] != first { return 0 }
        var length = 8
        while length < limit, values[length] == first { length &+= 1 }
        return length
    }

    @inline(__always)
    private func appendGroup<Value: FixedWidthInteger>(
        _ values: UnsafePointer<Value>, count: Int, to buffer: inout ByteBuffer
    ) {
        let place = buffer.reserve(width)
        var (bits, bitCount, offset) = (UInt64(0), 0, 0)
        for position in 0..<8 {
            let value = position < count ? UInt64(truncatingIfNeeded: values[position]) : 0
            bits |= value &<< UInt64(bitCount)
            bitCount &+= width
            if bitCount >= 32 {
                place.storeBytes(of: UInt32(truncatingIfNeeded: bits), toByteOffset: offset, as: UInt32.self)
                offset &+= 4
                bits &>>= 32
                bitCount &-= 32
            }
        }
        place.storeBytes(of: UInt32(truncatingIfNeeded: bits), toByteOffset: offset, as: UInt32.self)
        buffer.advance(by: width)
    }

    /// Appends levels of one bit from a bitmap: `count` bits from bit `start` on.
    static func append(_ bitmap: Bitmap, from start: Int, count: Int, to buffer: inout ByteBuffer) {
        let encoding = HybridEncoding(width: 1)
        var position = 0
        var header = -1
        var groups = 0
        while position < count {
            let run = bitRun(bitmap, from: start + position, limit: count - position)
            if run.length >= 64 {
                header = -1
                encoding.appendRun(run.value, length: run.length, to: &buffer)
                position += run.length
                continue
            }
            if header < 0 || groups == groupsOfRun {
                (header, groups) = (buffer.count, 0)
                buffer.append(0)
            }
            buffer.append(UInt8(truncatingIfNeeded: bitmap.word(at: start + position)))
            groups += 1
            buffer.base.storeBytes(
                of: UInt8(truncatingIfNeeded: groups << 1 | 1), toByteOffset: header, as: UInt8.self)
            position += 8
        }
    }

    private static func bitRun(
        _ bitmap: Bitmap, from start: Int, limit: Int
    ) -> (value: UInt32, length: Int) {
        guard limit >= 64 else { return (0, 0) }
        let first = bitmap.word(at: start)
        guard first == 0 || first == .max else { return (0, 0) }
        var length = 64
        while length + 64 <= limit, bitmap.word(at: start + length) == first { length += 64 }
        return (UInt32(truncatingIfNeeded: first & 1), length)
    }
}
