/// Bits in words, the lowest first: validity, or booleans. One word more than the bits take can be read.
struct Bitmap {
    let words: UnsafePointer<UInt64>

    init(_ words: UnsafePointer<UInt64>) {
        self.words = words
    }

    init(_ words: UnsafeMutablePointer<UInt64>) {
        self.words = UnsafePointer(words)
    }

    /// 1 or 0.
    @inline(__always)
    subscript(position: Int) -> Int {
        Int(truncatingIfNeeded: words[position &>> 6] &>> UInt64(position & 63) & 1)
    }

    /// The 64 bits from `position` on.
    @inline(__always)
    func word(at position: Int) -> UInt64 {
        let (index, shift) = (position &>> 6, UInt64(position & 63))
        return shift == 0 ? words[index] : words[index] &>> shift | words[index &+ 1] &<< (64 - shift)
    }

    /// How many bits of a range are set.
    func count(in range: Range<Int>) -> Int {
        var (count, position) = (0, range.lowerBound)
        while position < range.upperBound {
            let unused = UInt64(max(0, 64 - (range.upperBound - position)))
            count += (word(at: position) & (UInt64.max >> unused)).nonzeroBitCount
            position += 64
        }
        return count
    }
}
