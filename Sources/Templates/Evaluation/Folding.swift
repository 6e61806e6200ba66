internal import DateTime
internal import JSON

/// Computes ahead what can be: everything that depends on constants and on the roots that are given.
struct Folding {
    private let evaluator: Evaluator
    private let roots: [TemplateRoot]
    /// Whether an expression of constants that fails is an error now, or is left to fail where it is rendered.
    private let throwsFaults: Bool

    /// Folds constants; a fault in them, such as a pattern that does not exist, is an error of the template.
    static let ofConstants = Folding(TemplateContext(now: .unixEpoch), roots: [], throwsFaults: true)

    /// Folds what depends on `roots`, whose values are taken from `context`.
    init(_ context: TemplateContext, roots: [TemplateRoot]) {
        self.init(context, roots: roots, throwsFaults: false)
    }

    private init(_ context: TemplateContext, roots: [TemplateRoot], throwsFaults: Bool) {
        evaluator = Evaluator(context)
        self.roots = roots
        self.throwsFaults = throwsFaults
    }

    func folded(_ expression: Expression) throws(TemplateFault) -> Expression {
        if case .path(let path) = expression.kind { return try bound(path, expression) }
        let rebuilt = try expression.replacingChildren { (child) throws(TemplateFault) in try folded(child) }
        if let chosen = try chosenBranch(rebuilt) { return chosen }
        guard rebuilt.isFoldable else { return try prepared(rebuilt) }
        do throws(TemplateFault) {
            return try evaluator.value(of: rebuilt).json.map { rebuilt.replaced(by: .constant($0)) } ?? rebuilt
        } catch {
            if throwsFaults { throw error }
            return rebuilt
        }
    }

    private func bound(_ path: TemplatePath, _ expression: Expression) throws(TemplateFault) -> Expression {
        guard roots.contains(path.root) else { return expression }
        return switch try evaluator.value(of: expression).json {
        case nil: expression.replaced(by: .absentPath(evaluator.missingPart(of: path), isNull: false))
        case .null?: expression.replaced(by: .absentPath(path, isNull: true))
        case let value?: expression.replaced(by: .constant(value))
        }
    }

    /// What is left of an operator whose first operand decides.
    private func chosenBranch(_ expression: Expression) throws(TemplateFault) -> Expression? {
        switch expression.kind {
        case .and(let left, let right) where left.isKnown:
            return try evaluator.value(of: left).isTruthy ? right : left
        case .or(let left, let right) where left.isKnown:
            return try evaluator.value(of: left).isTruthy ? left : right
        case .conditional(let condition, let then, let otherwise) where condition.isKnown:
            return try evaluator.value(of: condition).isTruthy ? then : otherwise
        case .fallback(let left, let right, let replacesFalse) where left.isKnown:
            return try evaluator.value(of: left).isReplaced(replacesFalse: replacesFalse) ? right : left
        default: return nil
        }
    }

    /// A filter whose arguments are known is made ready to be applied.
    private func prepared(_ expression: Expression) throws(TemplateFault) -> Expression {
        guard case .filter(var call) = expression.kind, call.function == nil,
            call.arguments.allSatisfy(\.isConstant)
        else { return expression }
        do throws(TemplateFault) {
            var values: [TemplateValue] = []
            for argument in call.arguments { values.append(try evaluator.value(of: argument)) }
            call.function = try evaluator.prepare(call, values, at: expression.offset)
        } catch {
            if throwsFaults { throw error }
        }
        return expression.replaced(by: .filter(call))
    }
}

extension Expression {
    var isConstant: Bool {
        if case .constant = kind { true } else { false }
    }

    /// Whether the value is known without a context.
    fileprivate var isKnown: Bool {
        switch kind {
        case .constant, .absentPath: true
        default: false
        }
    }

    /// Whether it is an operation on what is known. Only those of a fixed number of nodes fold to something smaller.
    fileprivate var isFoldable: Bool {
        switch kind {
        case .constant, .path, .absentPath: false
        default: children.allSatisfy(\.isKnown)
        }
    }

    fileprivate func replaced(by kind: Kind) -> Expression {
        Expression(kind, at: offset)
    }
}
