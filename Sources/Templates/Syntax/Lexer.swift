internal import JSON

/// Cuts the text of a template into literal runs and, inside `{{ }}`, into tokens.
struct Lexer {
    let text: [UInt8]
    var position = 0

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    var isAtEnd: Bool { position >= text.count }

    /// The byte some places ahead, or zero behind the end.
    func byte(_ ahead: Int = 0) -> UInt8 {
        position + ahead < text.count ? text[position + ahead] : 0
    }

    func stands(_ wanted: String) -> Bool {
        text[min(position, text.count)...].starts(with: wanted.utf8)
    }

    /// Passes `wanted` if it stands here.
    mutating func skip(_ wanted: String) -> Bool {
        guard stands(wanted) else { return false }
        position += wanted.utf8.count
        return true
    }

    /// The text up to the next `{{`, `{%`, `{#` or the end.
    mutating func literal() -> String {
        let start = position
        while !isAtEnd {
            if byte() == UInt8(ascii: "{"), [UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "#")].contains(byte(1))
            {
                break
            }
            position += 1
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    /// Passes a comment, whose `{#` has been passed; false when it does not end.
    mutating func skipComment() -> Bool {
        while !isAtEnd {
            if skip("#}") { return true }
            position += 1
        }
        return false
    }

    /// Whether the byte before `offset` joins it to a name with a dash, as in `headers.X-Next`.
    func followsDashedName(_ offset: Int) -> Bool {
        offset >= 2 && text[offset - 1] == UInt8(ascii: "-") && text[offset - 2].isNamePart
    }

    mutating func skipWhiteSpace() {
        while byte().isWhiteSpace { position += 1 }
    }

    /// The next token and where it begins.
    mutating func token() throws(TemplateFault) -> (Token, offset: Int) {
        skipWhiteSpace()
        let start = position
        if isAtEnd { return (.end, start) }
        let first = byte()
        if first.isNameStart { return (.name(name()), start) }
        if first.isDigit { return (.number(try number()), start) }
        if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return (.text(try quotedText()), start) }
        return (.symbol(try symbol()), start)
    }

    private mutating func name() -> String {
        let start = position
        while byte().isNamePart { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func symbol() throws(TemplateFault) -> Symbol {
        let isOurs = (stands("==") && !stands("===")) || stands("!=")
        for (foreign, hint) in ForeignSymbol.hints where stands(foreign) && !isOurs {
            throw TemplateFault(message: hint, offset: position)
        }
        for length in [2, 1] where position + length <= text.count {
            if let symbol = Symbol(rawValue: String(decoding: text[position..<position + length], as: UTF8.self)) {
                position += length
                return symbol
            }
        }
        let scalar = String(decoding: text[position...].prefix(4), as: UTF8.self).unicodeScalars.first ?? "?"
        throw TemplateFault(message: "unexpected character `\(scalar)`", offset: position)
    }
}
