/// How tightly an operator binds; a higher one binds first.
private enum Precedence: Int {
    case or = 1
    case and
    case not
    case comparison
    case addition
    case concatenation
    case multiplication

    var next: Precedence? { Precedence(rawValue: rawValue + 1) }
}

private enum BinaryOperator {
    case or
    case and
    case comparison(ComparisonOperator)
    case concatenation
    case arithmetic(ArithmeticOperator)

    var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .comparison: .comparison
        case .concatenation: .concatenation
        case .arithmetic(.add), .arithmetic(.subtract): .addition
        case .arithmetic: .multiplication
        }
    }

    /// The operator that a token is; `not` stands for `not in` behind an operand.
    init?(_ token: Token) {
        switch token {
        case .name("or"): self = .or
        case .name("and"): self = .and
        case .name("in"): self = .comparison(.isIn)
        case .name("not"): self = .comparison(.isNotIn)
        case .symbol(.tilde): self = .concatenation
        case .symbol(let symbol):
            if let comparison = ComparisonOperator(rawValue: symbol.rawValue) {
                self = .comparison(comparison)
            } else if let arithmetic = ArithmeticOperator(rawValue: symbol.rawValue) {
                self = .arithmetic(arithmetic)
            } else {
                return nil
            }
        default: return nil
        }
    }

    func node(_ left: Expression, _ right: Expression) -> Expression.Kind {
        switch self {
        case .or: .or(left, right)
        case .and: .and(left, right)
        case .comparison(let sign): .comparison(sign, left, right)
        case .concatenation: .concatenation(left, right)
        case .arithmetic(let sign): .arithmetic(sign, left, right)
        }
    }
}

extension ExpressionParser {
    mutating func parseConditional() throws(TemplateFault) -> Expression {
        try nested { (parser) throws(TemplateFault) in
            var expression = try parser.parseBinary(.or)
            while parser.token.isName("if") {
                let offset = parser.offset
                try parser.advance()
                let condition = try parser.parseBinary(.or)
                let otherwise = try parser.skip("else") ? try parser.parseConditional() : nil
                expression = try parser.node(
                    .conditional(condition, then: expression, otherwise: otherwise), at: offset)
            }
            return expression
        }
    }

    private mutating func parseBinary(_ minimum: Precedence) throws(TemplateFault) -> Expression {
        var left = try parseOperand(minimum)
        var hasComparison = false
        while let sign = BinaryOperator(token), sign.precedence.rawValue >= minimum.rawValue {
            let offset = offset
            try advance()
            if case .comparison(let comparison) = sign {
                if hasComparison {
                    throw TemplateFault(
                        message: "comparisons do not chain: write `a < b and b < c`", offset: offset)
                }
                if comparison == .isNotIn, try !skip("in") { throw unexpected("`in` behind `not`") }
            }
            hasComparison = sign.precedence == .comparison
            let right = if let tighter = sign.precedence.next { try parseBinary(tighter) } else { try parseUnary() }
            left = try node(sign.node(left, right), at: offset)
        }
        return left
    }

    private mutating func parseOperand(_ minimum: Precedence) throws(TemplateFault) -> Expression {
        guard token.isName("not"), minimum.rawValue <= Precedence.not.rawValue else { return try parseUnary() }
        let offset = offset
        try advance()
        return try nested { (parser) throws(TemplateFault) in
            try parser.node(.not(try parser.parseBinary(.not)), at: offset)
        }
    }

    /// A sign binds tighter than a filter: `-1 | abs` is 1.
    private mutating func parseUnary() throws(TemplateFault) -> Expression {
        try parseFiltersAndTests(of: try parseSigned())
    }

    private mutating func parseSigned() throws(TemplateFault) -> Expression {
        let sign: Sign
        switch token {
        case .symbol(.minus): sign = .minus
        case .symbol(.plus): sign = .plus
        default: return try parsePostfix()
        }
        let offset = offset
        try advance()
        return try nested { (parser) throws(TemplateFault) in
            try parser.node(.signed(sign, try parser.parseSigned()), at: offset)
        }
    }
}
