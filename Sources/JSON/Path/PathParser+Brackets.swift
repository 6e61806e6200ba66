/// Reads selectors in brackets (RFC 9535, sections 2.3 and 2.5.1).
///
///     "[" S selector *(S "," S selector) S "]"
///     selector       = string / "*" / slice / int / "?" S condition
///     slice          = [int S] ":" S [int S] [":" [S int]]
///     int            = "0" / ["-"] digit1-9 *digit
extension PathParser {
    /// Every whole number up to this one, and its negative, is exact in a double (RFC 7493).
    private static var largestInteger: Int { 1 << 53 - 1 }

    mutating func parseBrackets() throws(JSONPathError) -> [PathProgram.Selector] {
        position += 1
        var selectors: [PathProgram.Selector] = []
        repeat {
            skipWhiteSpace()
            selectors.append(try parseSelector())
            skipWhiteSpace()
        } while accept(",")
        guard accept("]") else { throw fault("expected , or ]") }
        return selectors
    }

    private mutating func parseSelector() throws(JSONPathError) -> PathProgram.Selector {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let name = try parseString()
            return .name(program.addLiteral(text: name))
        case UInt8(ascii: "*"):
            position += 1
            return .wildcard
        case UInt8(ascii: "?"):
            return try parseFilter()
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try parseIndexOrSlice()
        case UInt8(ascii: "]"), UInt8(ascii: ","), 0:
            throw fault("expected a name in quotes, an index, a slice, * or a filter; every element is [*]")
        default:
            throw fault("a name in brackets stands in quotes, and a filter begins with ?")
        }
    }

    private mutating func parseIndexOrSlice() throws(JSONPathError) -> PathProgram.Selector {
        let start = try parseIntegerIfAny()
        let end = position
        skipWhiteSpace()
        guard accept(":") else {
            position = end
            guard let start else { throw fault("expected an index") }
            return .index(start)
        }
        skipWhiteSpace()
        let stop = try parseIntegerIfAny()
        skipWhiteSpace()
        guard accept(":") else { return .slice(PathProgram.Slice(start: start, end: stop, step: 1)) }
        skipWhiteSpace()
        let step = try parseIntegerIfAny()
        return .slice(PathProgram.Slice(start: start, end: stop, step: step ?? 1))
    }

    private mutating func parseIntegerIfAny() throws(JSONPathError) -> Int? {
        let start = position
        let isNegative = accept("-")
        let digits = position
        var value = 0
        while isDigit(byte) {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            if value > Self.largestInteger {
                throw fault("a whole number lies between -9007199254740991 and 9007199254740991", at: start)
            }
            position += 1
        }
        if position == digits {
            if isNegative { throw fault("expected a digit after -") }
            return nil
        }
        if bytes[digits] == UInt8(ascii: "0"), isNegative || position - digits > 1 {
            throw fault("a whole number has no leading zero, and zero no sign", at: start)
        }
        return isNegative ? -value : value
    }
}
