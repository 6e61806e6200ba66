/// Whole numbers as differences to the one before, in blocks of 128 (DELTA_BINARY_PACKED).
///
///     header      varint block size, varint miniblocks of a block, varint number of values, zigzag first value
///     block       zigzag smallest difference, a byte for each miniblock: the width of its values; then the miniblocks,
///                 each the differences less the smallest, packed in that width
enum DeltaBinaryPacked {
    private static var blockSize: Int { 128 }
    private static var miniblockSize: Int { 32 }

    static func append(_ values: UnsafePointer<Int64>, count: Int, to buffer: inout ByteBuffer) {
        buffer.appendVarint(UInt64(blockSize))
        buffer.appendVarint(UInt64(blockSize / miniblockSize))
        buffer.appendVarint(UInt64(count))
        buffer.appendZigZag(count > 0 ? values[0] : 0)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockSize) { deltas in
            guard let deltas = deltas.baseAddress else { return }
            var position = 1
            while position < count {
                let length = min(blockSize, count - position)
                appendBlock(values + position, count: length, deltas, to: &buffer)
                position += length
            }
        }
    }

    /// `values` has the last value of the block before in front.
    private static func appendBlock(
        _ values: UnsafePointer<Int64>, count: Int, _ deltas: UnsafeMutablePointer<UInt64>,
        to buffer: inout ByteBuffer
    ) {
        var smallest = Int64.max
        for position in 0..<count {
            let delta = values[position] &- values[position &- 1]
            deltas[position] = UInt64(bitPattern: delta)
            smallest = min(smallest, delta)
        }
        buffer.appendZigZag(smallest)
        for position in 0..<count { deltas[position] &-= UInt64(bitPattern: smallest) }
        for position in count..<blockSize { deltas[position] = 0 }
        let widths = buffer.count
        _ = buffer.reserve(4)
        buffer.advance(by: 4)
        for miniblock in 0..<4 {
            let start = miniblock * miniblockSize
            var bits: UInt64 = 0
            for position in start..<start + miniblockSize { bits |= deltas[position] }
            let width = start < count ? 64 - bits.leadingZeroBitCount : 0
            buffer.base.storeBytes(of: UInt8(width), toByteOffset: widths + miniblock, as: UInt8.self)
            if width > 0 { pack(deltas + start, width: width, to: &buffer) }
        }
    }

    /// Appends 32 values of `width` bits.
    private static func pack(_ values: UnsafePointer<UInt64>, width: Int, to buffer: inout ByteBuffer) {
        let place = buffer.reserve(width * 4)
        var (bits, bitCount, offset) = (UInt64(0), 0, 0)
        for position in 0..<32 {
            let value = values[position]
            bits |= value &<< UInt64(bitCount)
            bitCount &+= width
            if bitCount >= 64 {
                place.storeBytes(of: bits, toByteOffset: offset, as: UInt64.self)
                offset &+= 8
                bitCount &-= 64
                // What did not fit; a shift by all 64 bits is none here.
                bits = bitCount == 0 ? 0 : value &>> UInt64(width &- bitCount)
            }
        }
        if bitCount > 0 { place.storeBytes(of: bits, toByteOffset: offset, as: UInt64.self) }
        buffer.advance(by: width * 4)
    }
}
