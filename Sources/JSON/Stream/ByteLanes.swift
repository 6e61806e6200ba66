/// 64 bytes of text, compared all at once.
struct ByteLanes {
    private typealias Lanes = SIMD16<UInt8>
    private typealias Words = SIMD2<UInt64>

    private let lanes: (Lanes, Lanes, Lanes, Lanes)

    /// The 64 bytes from `start` on, all of which must be readable.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        lanes = (
            start.loadUnaligned(fromByteOffset: 0, as: Lanes.self),
            start.loadUnaligned(fromByteOffset: 16, as: Lanes.self),
            start.loadUnaligned(fromByteOffset: 32, as: Lanes.self),
            start.loadUnaligned(fromByteOffset: 48, as: Lanes.self)
        )
    }

    @inline(__always)
    private init(_ lanes: (Lanes, Lanes, Lanes, Lanes)) {
        self.lanes = lanes
    }

    /// The bytes with the bits of `bits` set in each.
    @inline(__always)
    func setting(_ bits: UInt8) -> ByteLanes {
        let bits = Lanes(repeating: bits)
        return ByteLanes((lanes.0 | bits, lanes.1 | bits, lanes.2 | bits, lanes.3 | bits))
    }

    /// A mask in which bit n says whether byte n is `byte`.
    ///
    /// Swift has no instruction that gathers the top bit of every lane. Instead each eight bytes leave their results in
    /// a bit of their own, so that the 64 of them fit one word as a square of eight by eight, which is then turned.
    @inline(__always)
    func places(of byte: UInt8) -> UInt64 {
        let byte = Lanes(repeating: byte)
        var square = Self.words(lanes.0 .== byte) & Words(0x0101_0101_0101_0101, 0x0202_0202_0202_0202)
        square |= Self.words(lanes.1 .== byte) & Words(0x0404_0404_0404_0404, 0x0808_0808_0808_0808)
        square |= Self.words(lanes.2 .== byte) & Words(0x1010_1010_1010_1010, 0x2020_2020_2020_2020)
        square |= Self.words(lanes.3 .== byte) & Words(0x4040_4040_4040_4040, 0x8080_8080_8080_8080)
        return Self.transposed(square[0] | square[1])
    }

    @inline(__always)
    private static func words(_ mask: SIMDMask<SIMD16<Int8>>) -> Words {
        unsafeBitCast(mask, to: Words.self)
    }

    /// Swaps bit j of byte k with bit k of byte j: single bits first, then squares of two by two, then of four by four.
    @inline(__always)
    private static func transposed(_ square: UInt64) -> UInt64 {
        var square = square
        var swap = (square ^ square &>> 7) & 0x00AA_00AA_00AA_00AA
        square ^= swap ^ swap &<< 7
        swap = (square ^ square &>> 14) & 0x0000_CCCC_0000_CCCC
        square ^= swap ^ swap &<< 14
        swap = (square ^ square &>> 28) & 0x0000_0000_F0F0_F0F0
        return square ^ swap ^ swap &<< 28
    }
}
