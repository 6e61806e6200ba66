/// Tells what is inside strings from what is outside, from block to block of a text.
struct StringTracker {
    /// Whether the text read so far ends inside a string.
    private(set) var isInString = false
    private var isEscaped = false

    /// Reads on over the first `length` bytes of `block`, and returns the mask of those that are outside strings; an
    /// opening quote counts as inside, a closing one as outside.
    @inline(__always)
    mutating func readOn(_ block: StructureBlock, length: Int) -> UInt64 {
        let valid = UInt64.max &>> UInt64(truncatingIfNeeded: StructureBlock.length &- length)
        let backslashes = block.backslashes & valid
        var quotes = block.quotes & valid
        if backslashes != 0 || isEscaped {
            let escaped = Self.escaped(by: backslashes, isFirstEscaped: isEscaped)
            quotes &= ~escaped
            let last = UInt64(truncatingIfNeeded: length &- 1)
            isEscaped = (backslashes & ~escaped) &>> last & 1 == 1
        }
        let inside = Self.parity(of: quotes) ^ (isInString ? UInt64.max : 0)
        isInString = inside &>> 63 == 1
        return ~inside & valid
    }

    /// The bytes that stand behind a backslash which is not itself escaped.
    static func escaped(by backslashes: UInt64, isFirstEscaped: Bool) -> UInt64 {
        var escaped: UInt64 = isFirstEscaped ? 1 : 0
        var waiting = backslashes & ~escaped
        while waiting != 0 {
            let first = waiting & (0 &- waiting)
            escaped |= first &<< 1
            waiting &= ~(first | first &<< 1)
        }
        return escaped
    }

    /// Each bit says whether the number of set bits up to and with it is odd.
    @inline(__always)
    static func parity(of bits: UInt64) -> UInt64 {
        var parity = bits
        parity ^= parity &<< 1
        parity ^= parity &<< 2
        parity ^= parity &<< 4
        parity ^= parity &<< 8
        parity ^= parity &<< 16
        parity ^= parity &<< 32
        return parity
    }
}
