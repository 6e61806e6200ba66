/// Random bits that a seed, a kind and a number have once and for all.
struct DrawnBits {
    private var bits: UInt64

    /// The bits of a thing, which is `part` of what has the number.
    @inline(__always)
    init(seed: UInt64, kind: UInt64, number: Int, part: UInt64 = 0) {
        bits = Self.mixed(
            Self.mixed(seed &+ kind &* 0x9E37_79B9_7F4A_7C15) &+ UInt64(truncatingIfNeeded: number)
                &* 0xD134_2543_DE82_EF95 &+ part &* 0x2545_F491_4F6C_DD1D)
    }

    /// A number below `bound`. The bits last for a few numbers whose bounds are small.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        let product = bits.multipliedFullWidth(by: UInt64(truncatingIfNeeded: max(bound, 1)))
        // What was used up is in the high half; the low half is as good as what it came from, but for so many values.
        bits = product.low
        return Int(truncatingIfNeeded: product.high)
    }

    /// All bits at once.
    var whole: UInt64 { bits }

    /// The finalizer of SplitMix64: each bit of the result depends on every bit of the argument.
    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed &>> 31)
    }
}
