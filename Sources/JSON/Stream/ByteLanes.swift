/// 64 bytes of text, compared all at once. Public only so that scanners in other modules can have it inlined.
public struct ByteLanes {
    @usableFromInline typealias Lanes = SIMD16<UInt8>
    @usableFromInline typealias Words = SIMD2<UInt64>

    @usableFromInline let lanes: (Lanes, Lanes, Lanes, Lanes)

    /// How many bytes there are.
    @inlinable
    public static var count: Int { 64 }

    /// The 64 bytes from `start` on, all of which must be readable.
    @inlinable
    @inline(__always)
    public init(_ start: UnsafeRawPointer) {
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

    /// Whether every byte is ASCII.
    @inlinable
    @inline(__always)
    public var areASCII: Bool {
        let words = unsafeBitCast((lanes.0 | lanes.1) | (lanes.2 | lanes.3), to: Words.self)
        return (words[0] | words[1]) & 0x8080_8080_8080_8080 == 0
    }

    /// A mask in which bit n says whether byte n is `byte`.
    @inlinable
    @inline(__always)
    public func places(of byte: UInt8) -> UInt64 {
        let byte = Lanes(repeating: byte)
        return Self.gathered((lanes.0 .== byte, lanes.1 .== byte, lanes.2 .== byte, lanes.3 .== byte))
    }

    /// A mask in which bit n says whether byte n is one of four.
    @inlinable
    @inline(__always)
    public func places(of first: UInt8, or second: UInt8, or third: UInt8, or fourth: UInt8) -> UInt64 {
        let (first, second) = (Lanes(repeating: first), Lanes(repeating: second))
        let (third, fourth) = (Lanes(repeating: third), Lanes(repeating: fourth))
        return Self.gathered(
            (
                (lanes.0 .== first) .| (lanes.0 .== second) .| (lanes.0 .== third) .| (lanes.0 .== fourth),
                (lanes.1 .== first) .| (lanes.1 .== second) .| (lanes.1 .== third) .| (lanes.1 .== fourth),
                (lanes.2 .== first) .| (lanes.2 .== second) .| (lanes.2 .== third) .| (lanes.2 .== fourth),
                (lanes.3 .== first) .| (lanes.3 .== second) .| (lanes.3 .== third) .| (lanes.3 .== fourth)
            ))
    }

    @usableFromInline typealias Mask = SIMDMask<SIMD16<Int8>>

    /// One bit for each lane.
    ///
    /// Swift has no instruction that gathers the top bit of every lane. Instead each eight bytes leave their results in
    /// a bit of their own, so that the 64 of them fit one word as a square of eight by eight, which is then turned.
    @inlinable
    @inline(__always)
    static func gathered(_ masks: (Mask, Mask, Mask, Mask)) -> UInt64 {
        var square = words(masks.0) & Words(0x0101_0101_0101_0101, 0x0202_0202_0202_0202)
        square |= words(masks.1) & Words(0x0404_0404_0404_0404, 0x0808_0808_0808_0808)
        square |= words(masks.2) & Words(0x1010_1010_1010_1010, 0x2020_2020_2020_2020)
        square |= words(masks.3) & Words(0x4040_4040_4040_4040, 0x8080_8080_8080_8080)
        return transposed(square[0] | square[1])
    }

    @inlinable
    @inline(__always)
    static func words(_ mask: Mask) -> Words {
        unsafeBitCast(mask, to: Words.self)
    }

    /// Swaps bit j of byte k with bit k of byte j: single bits first, then squares of two by two, then of four by four.
    @inlinable
    @inline(__always)
    static func transposed(_ square: UInt64) -> UInt64 {
        var square = square
        var swap = (square ^ square &>> 7) & 0x00AA_00AA_00AA_00AA
        square ^= swap ^ swap &<< 7
        swap = (square ^ square &>> 14) & 0x0000_CCCC_0000_CCCC
        square ^= swap ^ swap &<< 14
        swap = (square ^ square &>> 28) & 0x0000_0000_F0F0_F0F0
        return square ^ swap ^ swap &<< 28
    }
}
