internal import JSON

extension ExpressionParser {
    /// An operand with the members and elements taken from it.
    mutating func parsePostfix() throws(TemplateFault) -> Expression {
        var expression = try parsePrimary()
        while true {
            let offset = offset
            if try skip(.dot) {
                guard case .name(let name) = token else {
                    throw unexpected("a name behind the dot (other keys stand in brackets, `a['key']`)")
                }
                try advance()
                expression = try member(of: expression, .member(name), at: offset)
            } else if try skip(.openBracket) {
                expression = try parseIndex(of: expression, at: offset)
            } else if token.isSymbol(.openParenthesis) {
                throw TemplateFault(message: callHint(expression), offset: offset)
            } else {
                return expression
            }
        }
    }

    private func callHint(_ callee: Expression) -> String {
        guard case .path(let path) = callee.kind, path.steps.isEmpty else {
            return "methods cannot be called: filters do such work, as in `a | replace('b', 'c')`, "
                + "and `a.b | default(c)` is what `a.get('b', c)` is elsewhere"
        }
        return "`\(path.rootName)` is a value, not a function: write it without parentheses"
    }

    private mutating func parseIndex(of base: Expression, at offset: Int) throws(TemplateFault) -> Expression {
        if token.isSymbol(.closeBracket) { throw unexpected("a key or a position in the brackets") }
        let index = try parseConditional()
        if token.isSymbol(.colon) {
            throw TemplateFault(message: "slices are not supported: take one element, `a[0]`", offset: self.offset)
        }
        try expect(.closeBracket)
        switch index.kind {
        case .constant(.string(let key)): return try member(of: base, .member(key), at: offset)
        case .constant(.integer(let position)): return try member(of: base, .index(Int(position)), at: offset)
        case .signed(.minus, let number):
            guard case .constant(.integer(let position)) = number.kind else { break }
            return try member(of: base, .index(Int(-position)), at: offset)
        default: break
        }
        return try node(.element(base, index), at: offset)
    }

    private func member(
        of base: Expression, _ step: TemplatePath.Step, at offset: Int
    ) throws(TemplateFault) -> Expression {
        if case .path(let path) = base.kind { return try node(.path(path.appending(step)), at: base.offset) }
        return switch step {
        case .member(let name): try node(.member(base, name), at: offset)
        case .index(let position):
            try node(.element(base, Expression(.constant(.integer(Int64(position))), at: offset)), at: offset)
        }
    }

    private mutating func parsePrimary() throws(TemplateFault) -> Expression {
        let (token, offset) = (token, offset)
        switch token {
        case .number(let value):
            try advance()
            return try node(.constant(value), at: offset)
        case .text(let text):
            try advance()
            return try node(.constant(.string(text)), at: offset)
        case .name(let name): return try parseName(name, at: offset)
        case .symbol(.openParenthesis):
            try advance()
            let expression = try parseConditional()
            try expect(.closeParenthesis)
            return expression
        case .symbol(.openBracket):
            try advance()
            return try node(.list(try parseElements()), at: offset)
        case .symbol(.openBrace):
            try advance()
            return try node(.map(try parseMembers()), at: offset)
        default: throw unexpected("a value")
        }
    }

    private mutating func parseName(_ name: String, at offset: Int) throws(TemplateFault) -> Expression {
        let constant: JSONValue
        switch name {
        case "true", "True": constant = true
        case "false", "False": constant = false
        case "none", "None", "null": constant = nil
        case "if", "else", "and", "or", "not", "in", "is": throw unexpected("a value")
        default:
            try advance()
            return try variable(name, at: offset)
        }
        try advance()
        return try node(.constant(constant), at: offset)
    }

    private mutating func parseElements() throws(TemplateFault) -> [Expression] {
        var elements: [Expression] = []
        while try !skip(.closeBracket) {
            elements.append(try parseConditional())
            if try !skip(.comma), !token.isSymbol(.closeBracket) { throw unexpected("`,` or `]`") }
        }
        return elements
    }

    private mutating func parseMembers() throws(TemplateFault) -> [Expression] {
        var members: [Expression] = []
        while try !skip(.closeBrace) {
            members.append(try parseConditional())
            try expect(.colon, instead: "`:` behind the key of a map")
            members.append(try parseConditional())
            if try !skip(.comma), !token.isSymbol(.closeBrace) { throw unexpected("`,` or `}`") }
        }
        return members
    }
}
