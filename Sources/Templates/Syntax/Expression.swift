internal import JSON

/// A node of a parsed expression. Immutable, so that a template can be shared between tasks.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case constant(JSONValue)
        case path(TemplatePath)
        /// A path that is known to lead to nothing or to null, after its root was bound to a value; kept for its name.
        case absentPath(TemplatePath, isNull: Bool)
        case member(Expression, String)
        case element(Expression, Expression)
        case list([Expression])
        /// Keys and values in turn.
        case map([Expression])
        case signed(Sign, Expression)
        case arithmetic(ArithmeticOperator, Expression, Expression)
        case concatenation(Expression, Expression)
        case comparison(ComparisonOperator, Expression, Expression)
        case not(Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case conditional(Expression, then: Expression, otherwise: Expression?)
        case test(ExpressionTest, Expression)
        /// `default`: the second where the first is absent, or also where it counts as false.
        case fallback(Expression, Expression, replacesFalse: Bool)
        case filter(FilterCall)
    }

    let kind: Kind
    /// The byte of the template's text that an error about this node points to.
    let offset: Int
    /// The number of nodes on the longest way down, this one included.
    let height: Int

    init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
        height = 1 + (Self.children(of: kind).map(\.height).max() ?? 0)
    }
}

enum Sign: Sendable {
    case plus
    case minus
}

enum ArithmeticOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case divideToWhole = "//"
    case remainder = "%"
}

enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
}

enum ExpressionTest: Sendable {
    case isDefined
    case isNotDefined
    case isNone
    case isNotNone
}

/// A filter with what it is applied to.
struct FilterCall: Sendable {
    let filter: Filter
    let input: Expression
    let arguments: [Expression]
    /// Ready to be applied; nil while arguments have yet to be computed.
    var function: FilterFunction?
}

// Walking the tree.
extension Expression {
    var children: [Expression] { Self.children(of: kind) }

    private static func children(of kind: Kind) -> [Expression] {
        switch kind {
        case .constant, .path, .absentPath: []
        case .member(let one, _), .signed(_, let one), .not(let one), .test(_, let one): [one]
        case .element(let one, let other), .arithmetic(_, let one, let other), .concatenation(let one, let other),
            .comparison(_, let one, let other), .and(let one, let other), .or(let one, let other),
            .fallback(let one, let other, _):
            [one, other]
        case .list(let elements), .map(let elements): elements
        case .conditional(let condition, let then, let otherwise):
            otherwise.map { [condition, then, $0] } ?? [condition, then]
        case .filter(let call): [call.input] + call.arguments
        }
    }

    /// The same node with other children.
    func replacingChildren<Failure: Error>(
        _ replace: (Expression) throws(Failure) -> Expression
    ) throws(Failure) -> Expression {
        let kind: Kind
        switch self.kind {
        case .constant, .path, .absentPath: return self
        case .member(let one, let name): kind = .member(try replace(one), name)
        case .signed(let sign, let one): kind = .signed(sign, try replace(one))
        case .not(let one): kind = .not(try replace(one))
        case .test(let test, let one): kind = .test(test, try replace(one))
        case .element(let one, let other): kind = .element(try replace(one), try replace(other))
        case .arithmetic(let sign, let one, let other): kind = .arithmetic(sign, try replace(one), try replace(other))
        case .concatenation(let one, let other): kind = .concatenation(try replace(one), try replace(other))
        case .comparison(let sign, let one, let other): kind = .comparison(sign, try replace(one), try replace(other))
        case .and(let one, let other): kind = .and(try replace(one), try replace(other))
        case .or(let one, let other): kind = .or(try replace(one), try replace(other))
        case .fallback(let one, let other, let replacesFalse):
            kind = .fallback(try replace(one), try replace(other), replacesFalse: replacesFalse)
        case .list(let elements): kind = .list(try elements.map(replace))
        case .map(let elements): kind = .map(try elements.map(replace))
        case .conditional(let condition, let then, let otherwise):
            kind = .conditional(try replace(condition), then: try replace(then), otherwise: try otherwise.map(replace))
        case .filter(var call):
            call = FilterCall(
                filter: call.filter, input: try replace(call.input), arguments: try call.arguments.map(replace),
                function: call.function)
            kind = .filter(call)
        }
        return Expression(kind, at: offset)
    }
}
