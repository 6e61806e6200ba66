/// Takes the text of a template apart into literal text and expressions.
struct TemplateParser {
    private static var maximumLength: Int { 65_536 }

    private let scope: TemplateScope
    private var lexer: Lexer

    init(_ text: String, scope: TemplateScope) throws(TemplateFault) {
        guard text.utf8.count <= Self.maximumLength else {
            throw TemplateFault(message: "a template has at most \(Self.maximumLength) bytes", offset: 0)
        }
        self.scope = scope
        lexer = Lexer(text)
    }

    mutating func parse() throws(TemplateFault) -> [TemplateSegment] {
        var segments: [TemplateSegment] = []
        while !lexer.isAtEnd {
            let literal = lexer.literal()
            if !literal.isEmpty { segments.append(.literal(literal)) }
            let start = lexer.position
            if lexer.skip("{{") {
                segments.append(.expression(try parseExpression(openedAt: start)))
            } else if lexer.skip("{#") {
                guard lexer.skipComment() else {
                    throw TemplateFault(message: "the comment has no end: `#}` is missing", offset: start)
                }
            } else if !lexer.isAtEnd {
                throw TemplateFault(
                    message: "statements in `{% %}` are not supported: write an expression in `{{ }}`", offset: start)
            }
        }
        return segments
    }

    private mutating func parseExpression(openedAt start: Int) throws(TemplateFault) -> Expression {
        if lexer.skip("-") {
            throw TemplateFault(
                message: "white space is not trimmed: write `{{` without the dash, or a space before a minus sign",
                offset: lexer.position - 1)
        }
        var parser = try ExpressionParser(lexer, openedAt: start, scope: scope)
        let expression = try parser.parse()
        lexer = parser.lexer
        return expression
    }
}

/// A piece of a template.
enum TemplateSegment: Sendable {
    case literal(String)
    case expression(Expression)
}
