/// Reads strings in quotes (RFC 9535, section 2.3.1.1).
///
/// They are JSON's strings, except that single quotes may stand around them too; the quote around is the one that must
/// be escaped, and the only one that may.
extension PathParser {
    /// Moves behind a string and returns its bytes with the escapes replaced.
    mutating func parseString() throws(JSONPathError) -> [UInt8] {
        let (start, quote) = (position, byte)
        position += 1
        var decoded: [UInt8] = []
        while position < bytes.count {
            switch byte {
            case quote:
                position += 1
                return decoded
            case UInt8(ascii: "\\"):
                try parseEscape(in: quote, to: &decoded)
            case ..<0x20:
                throw fault("a control character in quotes is written as an escape, such as \\n")
            default:
                decoded.append(byte)
                position += 1
            }
        }
        throw fault("the closing quote is missing", at: start)
    }

    private mutating func parseEscape(in quote: UInt8, to decoded: inout [UInt8]) throws(JSONPathError) {
        let start = position
        position += 2
        switch start + 1 < bytes.count ? bytes[start + 1] : 0 {
        case quote: decoded.append(quote)
        case UInt8(ascii: "\\"): decoded.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): decoded.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try parseUnicodeEscape(from: start)
            decoded.append(contentsOf: Array(String(scalar).utf8))
        default:
            throw fault("the escapes are \\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX and the quote around the text", at: start)
        }
    }

    /// Reads the digits behind `\u`, and the second half of a surrogate pair if there must be one.
    private mutating func parseUnicodeEscape(from start: Int) throws(JSONPathError) -> Unicode.Scalar {
        var unit = try parseFourHexadecimalDigits()
        if unit & 0xFC00 == 0xD800, accept("\\u") {
            let low = try parseFourHexadecimalDigits()
            guard low & 0xFC00 == 0xDC00 else { throw surrogateFault(at: start) }
            unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(unit) else { throw surrogateFault(at: start) }
        return scalar
    }

    private func surrogateFault(at start: Int) -> JSONPathError {
        fault("a surrogate is escaped together with its other half, \\uD83D\\uDE42 for one", at: start)
    }

    private mutating func parseFourHexadecimalDigits() throws(JSONPathError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw fault("expected four hexadecimal digits after \\u")
            }
            position += 1
        }
        return value
    }
}
