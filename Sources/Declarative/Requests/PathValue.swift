/// Keeps values in their place in a URL.
///
/// A value at the very beginning that is a URL, or begins with a slash, is a place of its own and stays as it is. Of any
/// other, what would end the path is percent-encoded: `?`, `#`, spaces, and whatever no URL may hold. Slashes stay, because
/// names with slashes (`owner/repository`, `locations/1/rooms/2`) are mostly meant as paths; `urlencode` is for those that
/// are not, and what it wrote stays. In a query also `&` and `+` are encoded.
enum PathValue {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Encodes the value that stands from `start` to the end.
    static func encode(_ text: inout [UInt8], from start: Int) {
        if start == 0, text.first == UInt8(ascii: "/") || isURL(text) { return }
        let isQuery = text[..<start].contains(UInt8(ascii: "?"))
        guard let first = text[start...].indices.first(where: { !mayStay(at: $0, of: text, isQuery: isQuery) })
        else { return }
        var encoded: [UInt8] = []
        for index in first..<text.count {
            if mayStay(at: index, of: text, isQuery: isQuery) {
                encoded.append(text[index])
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(text[index] >> 4)], digits[Int(text[index] & 15)]]
            }
        }
        text.replaceSubrange(first..., with: encoded)
    }

    /// Whether a part of a path has a segment `.` or `..`. Percent-encoded dots are no different to servers.
    static func hasDotSegment(_ path: some Collection<UInt8>) -> Bool {
        path.split(separator: UInt8(ascii: "/")).contains { segment in
            var rest = Array(segment)[...]
            var dots = 0
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%") {
                    guard rest.popFirst() == UInt8(ascii: "2"), let digit = rest.popFirst(),
                        digit | 0x20 == UInt8(ascii: "e")
                    else { return false }
                } else if byte != UInt8(ascii: ".") {
                    return false
                }
                dots += 1
            }
            return dots <= 2
        }
    }

    /// Whether a text begins as a URL does.
    static func isURL(_ text: some Collection<UInt8>) -> Bool {
        // Small letters differ from capitals in one bit, which the other characters of `://` have set.
        let start = text.prefix(8).map { $0 | 0x20 }
        return start.starts(with: "https://".utf8) || start.starts(with: "http://".utf8)
    }

    private static func mayStay(at index: Int, of text: [UInt8], isQuery: Bool) -> Bool {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "%"):
            return index + 2 < text.count && isHexDigit(text[index + 1]) && isHexDigit(text[index + 2])
        case UInt8(ascii: "&"), UInt8(ascii: "+"): return !isQuery
        case UInt8(ascii: "?"): return isQuery
        case UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            return false
        default: return byte > 0x20 && byte < 0x7F
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }
}
