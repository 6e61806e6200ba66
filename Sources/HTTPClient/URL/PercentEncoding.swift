/// Percent-encoding (RFC 3986, section 2).
enum PercentEncoding {
    /// `text` as a name or value in a query: everything but letters, digits and `-._~` is encoded, so that it means
    /// the same to whoever reads `+` as a space and to whoever does not.
    static func component(_ text: String) -> String {
        encoded(text) { byte, _ in isUnreserved(byte) }
    }

    /// `text`, a path or query, with only that encoded which may not stand in either: what is encoded already stays,
    /// and a percent sign that begins nothing is encoded itself.
    static func repaired(_ text: String) -> String {
        if text.utf8.allSatisfy({ isUnreserved($0) || isDelimiter($0) }) { return text }
        return encoded(text) { byte, rest in
            if byte == UInt8(ascii: "%") { return rest.count >= 2 && rest.prefix(2).allSatisfy(\.isHexDigit) }
            return isUnreserved(byte) || isDelimiter(byte)
        }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._~".utf8.contains(byte)
    }

    static func isSubDelimiter(_ byte: UInt8) -> Bool {
        "!$&'()*+,;=".utf8.contains(byte)
    }

    static func isDelimiter(_ byte: UInt8) -> Bool {
        isSubDelimiter(byte) || ":@/?".utf8.contains(byte)
    }

    private static func encoded(
        _ text: String, except mayStay: (UInt8, Substring.UTF8View.SubSequence) -> Bool
    ) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count + 16)
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            if mayStay(byte, rest) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
