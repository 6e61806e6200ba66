internal import JSON

// Numbers, and text in quotes.
extension Lexer {
    /// digits [. digits] [e [+-] digits]
    mutating func number() throws(TemplateFault) -> JSONValue {
        let start = position
        skipDigits()
        var isWhole = true
        if byte() == UInt8(ascii: "."), byte(1).isDigit {
            isWhole = false
            position += 1
            skipDigits()
        }
        let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
        if byte() | 0x20 == UInt8(ascii: "e"), byte(1 + sign).isDigit {
            isWhole = false
            position += 1 + sign
            skipDigits()
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        if byte().isNameStart {
            throw TemplateFault(message: "a number is followed by a letter: text stands in quotes", offset: position)
        }
        if isWhole {
            if digits.utf8.count > 1, digits.utf8.first == UInt8(ascii: "0") {
                throw TemplateFault(message: "a number does not begin with 0: text stands in quotes", offset: start)
            }
            if let value = Int64(digits) { return .integer(value) }
            if let value = UInt64(digits) { return .unsigned(value) }
        } else if let value = Double(digits), value.isFinite {
            return .double(value)
        }
        throw TemplateFault(message: "the number is too large", offset: start)
    }

    private mutating func skipDigits() {
        while byte().isDigit { position += 1 }
    }

    /// A text in quotes of either kind, with the escapes of JSON and of the quotes.
    mutating func quotedText() throws(TemplateFault) -> String {
        let (start, quote) = (position, byte())
        position += 1
        var content: [UInt8] = []
        while byte() != quote || isAtEnd {
            if isAtEnd { throw TemplateFault(message: "the text in quotes has no end", offset: start) }
            if byte() == UInt8(ascii: "\\") {
                try appendEscape(to: &content)
            } else {
                content.append(byte())
                position += 1
            }
        }
        position += 1
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func appendEscape(to content: inout [UInt8]) throws(TemplateFault) {
        let letter = byte(1)
        switch letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "u"):
            content.append(contentsOf: String(try unicodeEscape()).utf8)
            return
        default:
            throw TemplateFault(
                message: "unknown escape in a text: known are \\\\ \\' \\\" \\n \\t \\r \\b \\f and \\u0000",
                offset: position)
        }
        position += 2
    }

    /// `\u` and four hexadecimal digits; two of them where a scalar needs a surrogate pair.
    private mutating func unicodeEscape() throws(TemplateFault) -> Unicode.Scalar {
        let start = position
        guard let first = codeUnit() else { throw malformedEscape(at: start) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), stands("\\u"), let second = codeUnit(),
            (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw malformedEscape(at: start) }
        return scalar
    }

    private mutating func codeUnit() -> UInt32? {
        let digits = text[min(position + 2, text.count)...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.isDigit || (0x61...0x66).contains($0 | 0x20) }) else {
            return nil
        }
        position += 6
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private func malformedEscape(at offset: Int) -> TemplateFault {
        TemplateFault(message: "`\\u` wants four hexadecimal digits of a character", offset: offset)
    }
}
