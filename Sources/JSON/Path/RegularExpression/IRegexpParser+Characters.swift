/// Reads sets of characters.
///
///     "[" ["^"] ( "-" / item ) *item ["-"] "]"
///     item   = character ["-" character] / category
///     category = ( "\p{" / "\P{" ) "L" / "Lu" / … "}"
extension IRegexpParser {
    /// Reads what follows an opening bracket.
    mutating func parseBrackets() throws(IRegexp.Failure) -> ScalarSet {
        let isNegated = accept("^")
        var ranges: [ClosedRange<UInt32>] = []
        var categories = ScalarCategories()
        if accept("-") { ranges.append(0x2D...0x2D) }
        while let next = scalar, next != "]" {
            position += 1
            if next == "-" {
                guard scalar == "]", !(ranges.isEmpty && categories.isEmpty) else { throw .invalid }
                ranges.append(0x2D...0x2D)
            } else if next == "\\", let category = try parseCategory() {
                categories.formUnion(category)
            } else {
                ranges.append(try parseRange(from: next))
            }
        }
        guard accept("]"), !(ranges.isEmpty && categories.isEmpty) else { throw .invalid }
        return ScalarSet(ranges: ranges, categories: categories, isNegated: isNegated)
    }

    private mutating func parseRange(from first: Unicode.Scalar) throws(IRegexp.Failure) -> ClosedRange<UInt32> {
        let low = try parseBracketCharacter(first).value
        // A hyphen in front of the closing bracket stands for itself.
        guard scalar == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return low...low }
        let next = scalars[position + 1]
        position += 2
        let high = try parseBracketCharacter(next).value
        if high < low { throw .invalid }
        return low...high
    }

    private mutating func parseBracketCharacter(_ scalar: Unicode.Scalar) throws(IRegexp.Failure) -> Unicode.Scalar {
        switch scalar {
        case "\\": return try parseEscape()
        case "[", "]", "-": throw .invalid
        default: return scalar
        }
    }

    /// Reads what follows a backslash that begins no category.
    mutating func parseEscape() throws(IRegexp.Failure) -> Unicode.Scalar {
        guard let escaped = scalar else { throw .invalid }
        position += 1
        switch escaped {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "(", ")", "*", "+", "-", ".", "?", "[", "\\", "]", "^", "{", "|", "}": return escaped
        default: throw .invalid
        }
    }

    /// Reads what follows a backslash if it is `p{…}`, or `P{…}`, which stands for all other categories.
    mutating func parseCategory() throws(IRegexp.Failure) -> ScalarCategories? {
        let isComplement = scalar == "P"
        guard accept("p") || accept("P") else { return nil }
        guard accept("{") else { throw .invalid }
        var name = ""
        while let letter = scalar, letter != "}", name.unicodeScalars.count < 3 {
            name.unicodeScalars.append(letter)
            position += 1
        }
        guard accept("}"), let categories = ScalarCategories(name: name) else { throw .invalid }
        return isComplement ? categories.complement : categories
    }
}
