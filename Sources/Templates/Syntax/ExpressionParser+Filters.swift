internal import JSON
internal import Spelling

extension ExpressionParser {
    mutating func parseFiltersAndTests(of operand: Expression) throws(TemplateFault) -> Expression {
        var expression = operand
        while true {
            if try skip(.pipe) {
                expression = try parseFilter(of: expression)
            } else if token.isName("is") {
                expression = try parseTest(of: expression)
            } else {
                return expression
            }
        }
    }

    private mutating func parseTest(of operand: Expression) throws(TemplateFault) -> Expression {
        let offset = offset
        try advance()
        let isNegated = try skip("not")
        guard case .name(let name) = token else { throw unexpected("`defined` or `none` behind `is`") }
        let test: ExpressionTest
        switch name {
        case "defined": test = isNegated ? .isNotDefined : .isDefined
        case "undefined": test = isNegated ? .isDefined : .isNotDefined
        case "none", "None", "null": test = isNegated ? .isNotNone : .isNone
        default:
            throw TemplateFault(
                message: "unknown test `\(name)`: there are `defined` and `none`; values are compared with `==`",
                offset: self.offset)
        }
        try advance()
        return try node(.test(test, operand), at: offset)
    }

    private mutating func parseFilter(of input: Expression) throws(TemplateFault) -> Expression {
        guard case .name(let name) = token else { throw unexpected("the name of a filter") }
        let offset = offset
        guard let filter = Filter.named(name) else {
            let near = nearestName(to: name, among: Filter.all.flatMap { [$0.name] + $0.aliases })
            let hint = near.map { ": did you mean `\($0)`?" } ?? ""
            throw TemplateFault(message: "unknown filter `\(name)`\(hint)", offset: offset)
        }
        try advance()
        let arguments = try parseArguments()
        guard filter.takes(arguments.count) else {
            throw TemplateFault(
                message: "`\(name)` is used as `\(filter.signature)`, found \(arguments.count) arguments",
                offset: offset)
        }
        switch filter.behavior {
        case .fallback:
            return try node(
                .fallback(input, arguments[0], replacesFalse: try replacesFalse(arguments.dropFirst().first)),
                at: offset)
        case .function:
            return try node(
                .filter(FilterCall(filter: filter, input: input, arguments: arguments, function: nil)), at: offset)
        }
    }

    /// Whether `default` is to replace what counts as false, too: its second argument, which has to be written out.
    private func replacesFalse(_ argument: Expression?) throws(TemplateFault) -> Bool {
        guard let argument else { return false }
        guard case .constant(.bool(let value)) = argument.kind else {
            throw TemplateFault(
                message: "the second argument of `default` is `true` or `false`", offset: argument.offset)
        }
        return value
    }

    private mutating func parseArguments() throws(TemplateFault) -> [Expression] {
        guard try skip(.openParenthesis) else { return [] }
        var arguments: [Expression] = []
        while try !skip(.closeParenthesis) {
            arguments.append(try parseConditional())
            if try !skip(.comma), !token.isSymbol(.closeParenthesis) { throw unexpected("`,` or `)`") }
        }
        return arguments
    }
}
