/// Finds bytes that are not UTF-8 (RFC 3629).
enum UTF8Validation {
    /// The place of the first byte that does not belong to a well-formed sequence; nil when all do.
    static func firstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        while position < bytes.count {
            guard let length = sequenceLength(in: bytes, at: position) else { return position }
            position += length
        }
        return nil
    }

    /// How many bytes the sequence at `position` has; nil when it is malformed. The second byte's range excludes
    /// overlong forms, surrogates, and scalars above U+10FFFF.
    private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[position] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        for offset in 2..<max(2, length) where !(0x80...0xBF).contains(bytes[position + offset]) { return nil }
        return length
    }
}
