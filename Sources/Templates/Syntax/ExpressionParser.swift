internal import JSON
internal import Spelling

/// Parses what stands between `{{` and `}}`, with the precedence that Jinja gives its operators, loosest first:
///
///     a if c else b  ·  or  ·  and  ·  not  ·  == != < <= > >= in, not in  ·  + -  ·  ~  ·  * / // %
///     ·  - + (sign)  ·  | filter, is test  ·  .member [index]
struct ExpressionParser {
    /// Bounds the stack: of the parser, and of everything that walks the tree.
    static var maximumDepth: Int { 64 }

    private(set) var lexer: Lexer
    private let scope: TemplateScope
    /// Where the `{{` stands.
    private let start: Int
    private var depth = 0
    private(set) var token: Token
    private(set) var offset: Int

    init(_ lexer: Lexer, openedAt start: Int, scope: TemplateScope) throws(TemplateFault) {
        self.lexer = lexer
        self.scope = scope
        self.start = start
        (token, offset) = try self.lexer.token()
    }

    mutating func parse() throws(TemplateFault) -> Expression {
        if token.isSymbol(.closeBrace) {
            throw TemplateFault(message: "there is nothing between `{{` and `}}`", offset: start)
        }
        let expression = try parseConditional()
        if case .end = token { throw unclosed }
        guard token.isSymbol(.closeBrace) else { throw unexpected("`}}` or an operator") }
        guard lexer.skip("}") else { throw TemplateFault(message: "expected `}}`, found one `}`", offset: offset) }
        return expression
    }

    // What the other files of the parser use.

    mutating func advance() throws(TemplateFault) {
        (token, offset) = try lexer.token()
    }

    mutating func skip(_ symbol: Symbol) throws(TemplateFault) -> Bool {
        guard token.isSymbol(symbol) else { return false }
        try advance()
        return true
    }

    mutating func skip(_ name: String) throws(TemplateFault) -> Bool {
        guard token.isName(name) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: Symbol, instead: String? = nil) throws(TemplateFault) {
        guard try skip(symbol) else { throw unexpected(instead ?? "`\(symbol.rawValue)`") }
    }

    func unexpected(_ expected: String) -> TemplateFault {
        if case .end = token { return unclosed }
        return TemplateFault(message: "expected \(expected), found \(token.quoted)", offset: offset)
    }

    private var unclosed: TemplateFault {
        TemplateFault(message: "`{{` has no end: `}}` is missing", offset: start)
    }

    private func tooDeep(at offset: Int) -> TemplateFault {
        TemplateFault(message: "the expression is nested deeper than \(Self.maximumDepth) levels", offset: offset)
    }

    func node(_ kind: Expression.Kind, at offset: Int) throws(TemplateFault) -> Expression {
        let expression = Expression(kind, at: offset)
        guard expression.height <= Self.maximumDepth else { throw tooDeep(at: offset) }
        return expression
    }

    mutating func nested(
        _ parse: (inout ExpressionParser) throws(TemplateFault) -> Expression
    ) throws(TemplateFault) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw tooDeep(at: offset) }
        return try parse(&self)
    }

    /// The node of a variable.
    func variable(_ name: String, at offset: Int) throws(TemplateFault) -> Expression {
        guard let root = scope.root(named: name) else {
            throw TemplateFault(message: unknownVariable(name, at: offset), offset: offset)
        }
        return try node(.path(TemplatePath(root: root, rootName: name)), at: offset)
    }

    private func unknownVariable(_ name: String, at offset: Int) -> String {
        let known = scope.names.map(\.name)
        let list = known.map { "`\($0)`" }.joined(separator: ", ")
        if TemplateRoot.allCases.contains(where: { $0.name == name }) {
            return "`\(name)` cannot be used here: there are \(list)"
        }
        if lexer.followsDashedName(offset) {
            return "unknown variable `\(name)`: a name with a dash stands in brackets, `headers['X-Next']`"
        }
        if let near = nearestName(to: name, among: known) {
            return "unknown variable `\(name)`: did you mean `\(near)`?"
        }
        return "unknown variable `\(name)`: there are \(list); text stands in quotes"
    }
}
