internal import JSON

/// Turns UTF-16 (RFC 2781) that comes in pieces into UTF-8.
struct UTF16Decoder {
    private let isBigEndian: Bool
    /// The first byte of a code unit whose second is still to come.
    private var half: UInt8?
    /// The first code unit of a pair whose second is still to come.
    private var lead: UInt16?

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    /// How many bytes of an unfinished character have been read.
    var unfinishedLength: Int { (lead == nil ? 0 : 2) + (half == nil ? 0 : 1) }

    /// Appends the characters of `text` up to its end or the first surrogate that has no partner; returns whether there
    /// is one. The worst case is 3 bytes for every 2.
    mutating func decode(_ text: UnsafeRawBufferPointer, to decoded: inout PaddedBytes) -> Bool {
        decoded.reserve(text.count * 2 + 4)
        for byte in text {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            if !append(unit, to: &decoded) { return false }
        }
        return true
    }

    private mutating func append(_ unit: UInt16, to decoded: inout PaddedBytes) -> Bool {
        var scalar = UInt32(unit)
        if let first = lead {
            guard unit & 0xFC00 == 0xDC00 else { return false }
            scalar = 0x10000 + UInt32(first & 0x3FF) << 10 + UInt32(unit & 0x3FF)
            lead = nil
        } else if unit & 0xFC00 == 0xD800 {
            lead = unit
            return true
        } else if unit & 0xFC00 == 0xDC00 {
            return false
        }
        UTF8Encoding.append(scalar, to: &decoded)
        return true
    }
}
