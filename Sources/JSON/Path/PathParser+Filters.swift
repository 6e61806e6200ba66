/// Reads what follows `?` (RFC 9535, section 2.3.5).
///
///     condition   = conjunction *(S "||" S conjunction)
///     conjunction = basic *(S "&&" S basic)
///     basic       = ["!" S] "(" S condition S ")" / ["!" S] test / operand S comparison S operand
///     test        = query / function with a logical result
///     operand     = literal / query for at most one value / function with a value
extension PathParser {
    /// What may stand in a condition, before it is known which role it plays there.
    enum Term {
        /// A literal; its text when it is a string.
        case literal(Int, text: [UInt8]?)
        case query(Int)
        /// The value of a function.
        case value(Int)
        /// The truth of a function.
        case condition(Int)
    }

    mutating func parseFilter() throws(JSONPathError) -> PathProgram.Selector {
        let start = position
        position += 1
        filters += 1
        if filters > Limit.filters { throw fault("filters may nest \(Limit.filters) deep", at: start) }
        try enter(at: start)
        skipWhiteSpace()
        let condition = try parseCondition()
        leave()
        filters -= 1
        return .filter(condition: condition)
    }

    /// Counts one more level of what recurses.
    mutating func enter(at start: Int) throws(JSONPathError) {
        nesting += 1
        if nesting > Limit.nesting { throw fault("a condition may nest \(Limit.nesting) deep", at: start) }
    }

    mutating func leave() {
        nesting -= 1
    }

    private mutating func parseCondition() throws(JSONPathError) -> Int {
        var alternatives: [Int] = []
        repeat {
            skipWhiteSpace()
            alternatives.append(try parseConjunction())
            skipWhiteSpace()
        } while accept("||")
        if byte == UInt8(ascii: "|") { throw fault("or is written ||") }
        return chain(alternatives) { .or($0, $1) }
    }

    private mutating func parseConjunction() throws(JSONPathError) -> Int {
        var parts: [Int] = []
        repeat {
            skipWhiteSpace()
            parts.append(try parseBasicCondition())
            skipWhiteSpace()
        } while accept("&&")
        if byte == UInt8(ascii: "&") { throw fault("and is written &&") }
        return chain(parts) { .and($0, $1) }
    }

    /// Joins conditions from the right: evaluation follows the right side in a loop, so that a long chain does not recurse.
    private mutating func chain(
        _ conditions: [Int], _ join: (Int, Int) -> PathProgram.Condition
    ) -> Int {
        var joined = conditions[conditions.count - 1]
        for condition in conditions.dropLast().reversed() { joined = program.add(join(condition, joined)) }
        return joined
    }

    private mutating func parseBasicCondition() throws(JSONPathError) -> Int {
        let isNegated = accept("!")
        if isNegated { skipWhiteSpace() }
        if byte == UInt8(ascii: "(") {
            let condition = try parseParentheses()
            return isNegated ? program.add(.not(condition)) : condition
        }
        let start = position
        let term = try parseTerm()
        let end = position
        skipWhiteSpace()
        guard let comparison = try parseComparison() else {
            position = end
            let condition = try condition(of: term, at: start)
            return isNegated ? program.add(.not(condition)) : condition
        }
        if isNegated { throw fault("a comparison after ! stands in parentheses", at: start) }
        let left = try operand(of: term, at: start)
        skipWhiteSpace()
        let otherStart = position
        let right = try operand(of: parseTerm(), at: otherStart)
        return program.add(.comparison(left: left, comparison, right: right))
    }

    private mutating func parseParentheses() throws(JSONPathError) -> Int {
        let start = position
        try enter(at: start)
        position += 1
        let condition = try parseCondition()
        guard accept(")") else { throw fault("expected ), && or ||") }
        leave()
        let end = position
        skipWhiteSpace()
        if try parseComparison() != nil { throw fault("what stands in parentheses cannot be compared", at: start) }
        position = end
        return condition
    }

    private mutating func parseComparison() throws(JSONPathError) -> PathProgram.Comparison? {
        let start = position
        if accept("==") { return .equal }
        if accept("!=") { return .notEqual }
        if accept("<=") { return .lessOrEqual }
        if accept(">=") { return .greaterOrEqual }
        if accept("<") { return .less }
        if accept(">") { return .greater }
        if accept("=") { throw fault("equality is written ==", at: start) }
        return nil
    }
}
