/// Reads calls of the function extensions (RFC 9535, section 2.4).
extension PathParser {
    private enum Function: String, CaseIterable {
        case length
        case count
        case value
        case match
        case search

        var usage: String {
            switch self {
            case .length: "length(value)"
            case .count: "count(query)"
            case .value: "value(query)"
            case .match: "match(value, pattern)"
            case .search: "search(value, pattern)"
            }
        }
    }

    /// Reads the arguments of a function whose opening parenthesis comes next.
    mutating func parseFunction(_ name: String, at start: Int) throws(JSONPathError) -> Term {
        guard let function = Function(rawValue: name) else {
            let known = Function.allCases.map(\.usage).joined(separator: ", ")
            throw fault("there is no function \(name)(); there are \(known)", at: start)
        }
        try enter(at: start)
        position += 1
        let term: Term
        switch function {
        case .length:
            term = .value(program.add(.length(of: try parseValueArgument(of: function))))
        case .count:
            term = .value(program.add(.count(query: try parseQueryArgument(of: function))))
        case .value:
            term = .value(program.add(.value(query: try parseQueryArgument(of: function))))
        case .match, .search:
            let text = try parseValueArgument(of: function)
            guard accept(",") else { throw fault("expected a comma: the function is \(function.usage)") }
            let pattern = try parsePatternArgument(of: function)
            term = .condition(program.add(.matches(operand: text, pattern, entirely: function == .match)))
        }
        guard accept(")") else { throw fault("expected ): the function is \(function.usage)") }
        leave()
        return term
    }

    /// Reads an argument and the white space around it.
    private mutating func parseArgument(of function: Function) throws(JSONPathError) -> (term: Term, start: Int) {
        skipWhiteSpace()
        let start = position
        switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: ","):
            throw fault("an argument is missing: the function is \(function.usage)")
        case UInt8(ascii: "!"), UInt8(ascii: "("): throw conditionFault(function, at: start)
        default: break
        }
        let term = try parseTerm()
        skipWhiteSpace()
        switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: ","): return (term, start)
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"),
            UInt8(ascii: "|"):
            throw conditionFault(function, at: start)
        default: throw fault("expected , or ): the function is \(function.usage)")
        }
    }

    private func conditionFault(_ function: Function, at start: Int) -> JSONPathError {
        fault("a condition is no argument: the function is \(function.usage)", at: start)
    }

    private mutating func parseValueArgument(of function: Function) throws(JSONPathError) -> Int {
        let (term, start) = try parseArgument(of: function)
        return try operand(of: term, at: start)
    }

    private mutating func parseQueryArgument(of function: Function) throws(JSONPathError) -> Int {
        let (term, start) = try parseArgument(of: function)
        guard case .query(let query) = term else {
            throw fault("expected a query that begins with @ or $: the function is \(function.usage)", at: start)
        }
        return query
    }

    /// A pattern that stands in the path is compiled with it. One that is no I-Regexp matches nothing, as the RFC wants.
    private mutating func parsePatternArgument(of function: Function) throws(JSONPathError) -> PathProgram.Pattern {
        let (term, start) = try parseArgument(of: function)
        guard case .literal(_, let text?) = term else { return .operand(try operand(of: term, at: start)) }
        do throws(IRegexp.Failure) {
            return .literal(program.add(try IRegexp(text)))
        } catch {
            switch error {
            case .invalid: return .literal(program.add(IRegexp?.none))
            case .tooLarge:
                let limit = "repetitions written out, it may have \(IRegexp.maximumSize) steps"
                throw fault("the pattern is too large: \(limit)", at: start)
            }
        }
    }
}
