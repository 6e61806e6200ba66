/// A split block Bloom filter: blocks of 256 bits, in which each value sets eight, one in each 32-bit word.
struct BloomFilter: ~Copyable {
    private static let salts: SIMD8<UInt32> = [
        0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31,
    ]
    /// Bits for each value: one in a hundred values that are not there seems to be.
    private static var bitsOfValue: Int { 10 }
    private static var largestSize: Int { 1 << 20 }

    private(set) var blocks: [SIMD8<UInt32>]

    /// A filter that has all of a column's values.
    init(_ values: LeafValues) {
        let wanted = max(1, min(values.count * Self.bitsOfValue / 256, Self.largestSize / 32))
        let count = 1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount)
        blocks = [SIMD8<UInt32>](repeating: SIMD8(), count: count)
        for position in 0..<values.count { insert(hash: Self.hash(values, position)) }
    }

    private mutating func insert(hash: UInt64) {
        let block = Int(((hash >> 32) * UInt64(blocks.count)) >> 32)
        blocks[block] |= Self.mask(UInt32(truncatingIfNeeded: hash))
    }

    private static func mask(_ key: UInt32) -> SIMD8<UInt32> {
        let bits = (SIMD8(repeating: key) &* salts) &>> 27
        return SIMD8(repeating: 1) &<< bits
    }

    private static func hash(_ values: LeafValues, _ position: Int) -> UInt64 {
        switch values.type {
        case .byteArray:
            let start = Int(values.offsets[position])
            let count = Int(values.offsets[position + 1]) - start
            return XXHash64.hash(UnsafeRawBufferPointer(start: values.bytes + start, count: count))
        case .boolean:
            let byte = UInt8(truncatingIfNeeded: Bitmap(values.words)[position])
            return withUnsafeBytes(of: byte) { XXHash64.hash($0) }
        default:
            let start = values.fixed + position * values.width
            return XXHash64.hash(UnsafeRawBufferPointer(start: start, count: values.width))
        }
    }

    /// Appends the header and the bits.
    func write(to output: inout ByteBuffer) {
        var header = ThriftWriter()
        header.element { header in
            header.i32(1, blocks.count * 32)
            header.structure(2) { $0.structure(1) }
            header.structure(3) { $0.structure(1) }
            header.structure(4) { $0.structure(1) }
        }
        output.append(header.buffer.bytes)
        blocks.withUnsafeBytes { output.append($0) }
    }
}
