/// The parts of a canonical request, each in its one spelling.
enum CanonicalText {
    /// The path, encoded as `rule` says.
    static func path(_ path: String, _ rule: SignatureV4.PathRule) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(path.utf8.count + 16)
        switch rule {
        case .verbatim:
            append(spelling: path[...], leaving: slash, to: &text)
        case .normalized:
            for segment in normalizedSegments(of: path) {
                text.append(slash)
                append(encoding: segment, to: &text)
            }
        }
        return text.isEmpty ? [slash] : text
    }

    /// The items of a query and those added to it, sorted by name and then by value, each as it looks when encoded.
    static func query(_ query: String?, adding additions: [(name: String, value: String)]) -> [UInt8] {
        var items = (query ?? "").utf8.split(separator: UInt8(ascii: "&")).map { item in
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            return (name: spelling(item[..<equals]), value: spelling(item[equals...].dropFirst()))
        }
        for addition in additions {
            var item: (name: [UInt8], value: [UInt8]) = (name: [], value: [])
            append(encoding: addition.name[...], to: &item.name)
            append(encoding: addition.value[...], to: &item.value)
            items.append(item)
        }
        items.sort { left, right in
            if left.name == right.name { return left.value.lexicographicallyPrecedes(right.value) }
            return left.name.lexicographicallyPrecedes(right.name)
        }
        var text: [UInt8] = []
        for item in items {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            text += item.name
            text.append(UInt8(ascii: "="))
            text += item.value
        }
        return text
    }

    /// The value of a field without the white space around it, and with one space for each run of it inside.
    static func append(value: String, to text: inout [UInt8]) {
        var value = value
        value.withUTF8 { bytes in
            // Most have none, and session tokens are long.
            guard bytes.contains(where: isWhiteSpace) else { return text += bytes }
            var isFirst = true
            for word in bytes.split(whereSeparator: isWhiteSpace) {
                if !isFirst { text.append(UInt8(ascii: " ")) }
                text += word
                isFirst = false
            }
        }
    }

    private static func spelling(_ text: Substring.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        append(spelling: Substring(text), leaving: nil, to: &bytes)
        return bytes
    }

    /// Text that is percent-encoded, in the strictest way to do it: letters, digits and `-._~` never are, everything else
    /// is, but for the byte to leave. A plus is a space where no byte is left, which is in queries.
    private static func append(spelling encoded: Substring, leaving left: UInt8?, to text: inout [UInt8]) {
        var encoded = encoded
        encoded.withUTF8 { bytes in
            var position = 0
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "%"), let value = value(ofDigits: bytes[position...].prefix(2)) {
                    append(encoding: value, to: &text)
                    position += 2
                } else if byte == left {
                    text.append(byte)
                } else if byte == UInt8(ascii: "+"), left == nil {
                    append(encoding: UInt8(ascii: " "), to: &text)
                } else {
                    append(encoding: byte, to: &text)
                }
            }
        }
    }

    private static func append(encoding raw: Substring, to text: inout [UInt8]) {
        var raw = raw
        raw.withUTF8 { for byte in $0 { append(encoding: byte, to: &text) } }
    }

    private static func append(encoding byte: UInt8, to text: inout [UInt8]) {
        if isUnreserved(byte) {
            text.append(byte)
        } else {
            text.append(UInt8(ascii: "%"))
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    /// The segments that are left of a path without empty ones, `.` and `..` (RFC 3986, section 5.2.4). A last one that is
    /// empty stands for the slash at the end.
    private static func normalizedSegments(of path: String) -> [Substring] {
        var kept: [Substring] = []
        var endsOpen = false
        for segment in path.utf8.split(separator: slash, omittingEmptySubsequences: false) {
            endsOpen = true
            if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
            } else if !segment.isEmpty, !segment.elementsEqual(".".utf8) {
                kept.append(Substring(segment))
                endsOpen = false
            }
        }
        return endsOpen && !kept.isEmpty ? kept + [""] : kept
    }

    private static func value(ofDigits text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8? {
        guard text.count == 2 else { return nil }
        var value: UInt8 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | (byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | (byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | (byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }
}

private let slash = UInt8(ascii: "/")
private let digits = Array("0123456789ABCDEF".utf8)
