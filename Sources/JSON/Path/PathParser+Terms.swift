/// Reads literals, queries and functions inside a condition, and decides whether they may play their role there
/// (RFC 9535, sections 2.3.5 and 2.4.3, "well-typedness").
extension PathParser {
    mutating func parseTerm() throws(JSONPathError) -> Term {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "$"):
            return try parseQuery()
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let text = try parseString()
            return .literal(program.add(.literal(program.addLiteral(text: text))), text: text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try parseNumber()
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            return try parseWord()
        default:
            throw fault("expected @, $, a string in quotes, a number, true, false, null or a function")
        }
    }

    private mutating func parseQuery() throws(JSONPathError) -> Term {
        let isAbsolute = byte == UInt8(ascii: "$")
        position += 1
        let segments = try parseSegments()
        return .query(program.add(segments, isAbsolute: isAbsolute))
    }

    private mutating func parseNumber() throws(JSONPathError) -> Term {
        let start = position
        var end = start
        let literal = bytes.withUnsafeBytes { bytes -> Int? in
            guard let isWhole = JSONSyntax.skipNumber(in: bytes, at: &end) else { return nil }
            return program.addLiteral(number: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), isWhole: isWhole)
        }
        guard let literal else { throw fault("a number is written as in JSON: 10, -0.5, 1e6", at: end) }
        position = end
        return .literal(program.add(.literal(literal)), text: nil)
    }

    private mutating func parseWord() throws(JSONPathError) -> Term {
        let start = position
        while (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte) || byte == UInt8(ascii: "_") {
            position += 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        if byte == UInt8(ascii: "(") { return try parseFunction(word, at: start) }
        let tag: JSONTag
        switch word {
        case "true": tag = .true
        case "false": tag = .false
        case "null": tag = .null
        default: throw fault("`\(word)` means nothing here; a member is @.\(word), a text is '\(word)'", at: start)
        }
        return .literal(program.add(.literal(program.addLiteral(tag))), text: nil)
    }

    /// The term as a condition of its own.
    mutating func condition(of term: Term, at start: Int) throws(JSONPathError) -> Int {
        switch term {
        case .query(let query): program.add(.exists(query: query))
        case .condition(let condition): condition
        case .literal: throw fault("a literal alone is no condition; compare it with something", at: start)
        case .value: throw fault("the value of this function is no condition; compare it with something", at: start)
        }
    }

    /// The term as one value.
    mutating func operand(of term: Term, at start: Int) throws(JSONPathError) -> Int {
        switch term {
        case .literal(let operand, _), .value(let operand): return operand
        case .query(let query):
            guard program.queries[query].isSingular else {
                throw fault(
                    "this may select several values; use only names and single indexes, or count() or value()",
                    at: start)
            }
            return program.add(.query(query))
        case .condition: throw fault("this function is true or false already and has no value to use", at: start)
        }
    }
}
