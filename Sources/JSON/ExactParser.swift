/// The parser for texts that simdjson refuses: it keeps numbers of any size, and where a text is wrong it says what and
/// where. It follows RFC 8259 to the letter, and makes one pass over the bytes.
struct ExactParser: ~Copyable {
    private static var maximumDepth: Int { 1024 }

    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0
    private var tape: TapeBuilder
    /// Where the value or key of a given tape index was found, for `offset(of:)`.
    private var sought: (index: Int, offset: Int?)

    private init(_ text: UnsafeRawBufferPointer, seeking index: Int = -1) {
        self.text = text
        tape = TapeBuilder(capacity: text.count)
        sought = (index, nil)
    }

    static func parse(_ text: UnsafeRawBufferPointer) throws(JSONError) -> JSONTape {
        var parser = ExactParser(text)
        try parser.parseDocument()
        return parser.tape.finish()
    }

    /// The place in a valid text of what lies at `index` on its tape.
    static func offset(ofTapeIndex index: Int, in text: UnsafeRawBufferPointer) -> Int {
        var parser = ExactParser(text, seeking: index)
        do { try parser.parseDocument() } catch { return error.offset }
        return parser.sought.offset ?? 0
    }

    private mutating func parseDocument() throws(JSONError) {
        position = ByteOrderMark.length(in: text)
        skipWhiteSpace()
        if position == text.count { throw fault(.empty) }
        try parseValue()
        skipWhiteSpace()
        if position < text.count { throw fault(.trailingText) }
    }

    private func fault(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        JSONError(reason, at: offset ?? position, in: text)
    }

    /// The next byte, or zero at the end, which no valid text contains.
    private var byte: UInt8 { position < text.count ? text[position] : 0 }

    private func unexpected(_ expected: String) -> JSONError {
        fault(position < text.count ? .unexpected(expected: expected) : .truncated)
    }

    private mutating func skipWhiteSpace() {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    private mutating func parseValue() throws(JSONError) {
        note()
        switch byte {
        case UInt8(ascii: "{"): try parseObject()
        case UInt8(ascii: "["): try parseArray()
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "t"): try parseWord("true", .true)
        case UInt8(ascii: "f"): try parseWord("false", .false)
        case UInt8(ascii: "n"): try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
        default: throw unexpected("a value")
        }
    }

    private mutating func note() {
        if tape.index == sought.index { sought.offset = position }
    }

    private mutating func parseWord(_ word: StaticString, _ tag: JSONTag) throws(JSONError) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            if start + offset == text.count { throw fault(.truncated, at: text.count) }
            guard text[start + offset] == word.utf8Start[offset] else {
                throw fault(.unexpected(expected: "\(word)"), at: start)
            }
        }
        position += word.utf8CodeUnitCount
        tape.append(tag)
    }

    // Containers recurse; `maximumDepth` bounds the stack.

    private mutating func enter() throws(JSONError) {
        depth += 1
        if depth > Self.maximumDepth { throw fault(.tooDeep) }
        position += 1
        skipWhiteSpace()
    }

    private mutating func leave() {
        depth -= 1
        position += 1
    }

    private mutating func parseArray() throws(JSONError) {
        let start = tape.open(.array)
        var count = 0
        try enter()
        if byte != UInt8(ascii: "]") {
            while true {
                try parseValue()
                count += 1
                skipWhiteSpace()
                if byte == UInt8(ascii: "]") { break }
                guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or ]") }
                position += 1
                skipWhiteSpace()
            }
        }
        leave()
        tape.close(start, .arrayEnd, count: count)
    }

    private mutating func parseObject() throws(JSONError) {
        let start = tape.open(.object)
        var count = 0
        try enter()
        if byte != UInt8(ascii: "}") {
            while true {
                guard byte == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
                note()
                try parseString()
                skipWhiteSpace()
                guard byte == UInt8(ascii: ":") else { throw unexpected("a colon") }
                position += 1
                skipWhiteSpace()
                try parseValue()
                count += 1
                skipWhiteSpace()
                if byte == UInt8(ascii: "}") { break }
                guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or }") }
                position += 1
                skipWhiteSpace()
            }
        }
        leave()
        tape.close(start, .objectEnd, count: count)
    }

    private mutating func parseNumber() throws(JSONError) {
        let start = position
        guard let isWhole = JSONSyntax.skipNumber(in: text, at: &position) else {
            throw fault(position < text.count ? .invalidNumber : .truncated)
        }
        tape.appendNumber(UnsafeRawBufferPointer(rebasing: text[start..<position]), isWhole: isWhole)
    }

    private mutating func parseString() throws(JSONError) {
        position += 1
        let (text, start) = (text, position)
        var end = start
        try tape.append(.string) { (strings) throws(JSONError) in
            end = try JSONSyntax.appendString(from: text, at: start, to: &strings)
        }
        position = end + 1
    }
}
