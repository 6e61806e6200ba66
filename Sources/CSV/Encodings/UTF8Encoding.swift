internal import JSON

/// The bytes of a character in UTF-8 (RFC 3629, section 3).
enum UTF8Encoding {
    /// Appends a character, which must be no surrogate.
    @inline(__always)
    static func append(_ scalar: UInt32, to bytes: inout PaddedBytes) {
        bytes.append(maximum: 4) { place in
            func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar &>> shift & 0x3F) }
            switch scalar {
            case ..<0x80:
                place[0] = UInt8(truncatingIfNeeded: scalar)
                return 1
            case ..<0x800:
                place[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar &>> 6)
                place[1] = tail(0)
                return 2
            case ..<0x10000:
                place[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar &>> 12)
                place[1] = tail(6)
                place[2] = tail(0)
                return 3
            default:
                place[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar &>> 18)
                place[1] = tail(12)
                place[2] = tail(6)
                place[3] = tail(0)
                return 4
            }
        }
    }

    /// How many characters `text` has, where one beyond U+FFFF counts as `large`.
    static func characters(in text: UnsafeRawBufferPointer, large: Int) -> Int {
        text.reduce(0) { count, byte in
            switch byte {
            case 0x80..<0xC0: count
            case 0xF0...: count + large
            default: count + 1
            }
        }
    }
}
