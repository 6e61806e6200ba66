internal import JSON

/// Looks for bytes that are not UTF-8 (RFC 3629) in a text that comes in pieces.
struct UTF8Check {
    /// How many bytes of an unfinished sequence have been read, and how many are missing.
    private(set) var (sequenceLength, missing) = (0, 0)
    private var (lowest, highest): (UInt8, UInt8) = (0x80, 0xBF)

    /// Returns the place of the first sequence that is malformed, which may have begun in an earlier piece; nil when
    /// there is none.
    mutating func read(_ text: UnsafeRawBufferPointer) -> Int? {
        guard let base = text.baseAddress else { return nil }
        var position = 0
        while position < text.count {
            if missing == 0 {
                while text.count &- position >= ByteLanes.count, ByteLanes(base + position).areASCII {
                    position &+= ByteLanes.count
                }
            }
            let end = min(position &+ ByteLanes.count, text.count)
            while position < end {
                let byte = base.load(fromByteOffset: position, as: UInt8.self)
                if byte >= 0x80 || missing > 0, !accept(byte) { return position &- sequenceLength }
                position &+= 1
            }
        }
        return nil
    }

    /// The ranges of second bytes exclude overlong forms, surrogates, and scalars above U+10FFFF.
    private mutating func accept(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard byte >= lowest, byte <= highest else { return false }
            (lowest, highest) = (0x80, 0xBF)
            missing &-= 1
            sequenceLength = missing > 0 ? sequenceLength &+ 1 : 0
            return true
        }
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, lowest) = (2, 0xA0)
        case 0xED: (missing, highest) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, lowest) = (3, 0x90)
        case 0xF4: (missing, highest) = (3, 0x8F)
        case 0xF1...0xF3: missing = 3
        default: return false
        }
        sequenceLength = 1
        return true
    }
}
