/// A text that is found as it stands, and with any of its bytes percent-encoded (RFC 3986, section 2.1): which of them a URL
/// leaves as they are depends on the place in it, and on who wrote it.
struct SecretText: Hashable, Sendable {
    let bytes: [UInt8]

    /// Puts a mask in the place of each occurrence; returns whether there is one.
    func replace(in text: inout [UInt8], with mask: String) -> Bool {
        guard let first = bytes.first, text.count >= bytes.count else { return false }
        var result: [UInt8] = []
        var position = 0
        var isFound = false
        while position < text.count {
            let byte = text[position]
            if byte == first || byte == UInt8(ascii: "%"), let length = length(at: position, of: text) {
                if !isFound { result += text[..<position] }
                isFound = true
                result += mask.utf8
                position += length
            } else {
                if isFound { result.append(byte) }
                position += 1
            }
        }
        if isFound { text = result }
        return isFound
    }

    /// How many bytes it takes where it stands at a place; nil where it does not.
    private func length(at start: Int, of text: [UInt8]) -> Int? {
        if text[start...].starts(with: bytes) { return bytes.count }
        var position = start
        for byte in bytes {
            guard position < text.count else { return nil }
            if let value = text.percentDecoded(at: position) {
                guard value == byte else { return nil }
                position += 3
            } else {
                guard text[position] == byte else { return nil }
                position += 1
            }
        }
        return position - start
    }
}

extension [UInt8] {
    /// The bytes with everything decoded that is percent-encoded.
    var percentDecoded: [UInt8] {
        var decoded: [UInt8] = []
        var position = 0
        while position < count {
            let value = percentDecoded(at: position)
            decoded.append(value ?? self[position])
            position += value == nil ? 1 : 3
        }
        return decoded
    }

    /// The byte that is percent-encoded at a place.
    fileprivate func percentDecoded(at position: Int) -> UInt8? {
        guard self[position] == UInt8(ascii: "%"), position + 2 < count,
            let high = Self.hexValue(self[position + 1]), let low = Self.hexValue(self[position + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
