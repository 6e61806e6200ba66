// What errors say about the values that caused them.
extension Evaluator {
    /// The part of an expression that its value was taken from.
    func origin(of expression: Expression) throws(TemplateFault) -> Expression {
        switch expression.kind {
        case .or(let left, let right): try origin(of: value(of: left).isTruthy ? left : right)
        case .fallback(let left, let right, let replacesFalse):
            try origin(of: value(of: left).isReplaced(replacesFalse: replacesFalse) ? right : left)
        case .and(let left, let right): try origin(of: value(of: left).isTruthy ? right : left)
        case .conditional(let condition, let then, let otherwise):
            if try value(of: condition).isTruthy {
                try origin(of: then)
            } else {
                try otherwise.map { (branch) throws(TemplateFault) in try origin(of: branch) } ?? expression
            }
        default: expression
        }
    }

    func nothing(at origin: Expression) -> String {
        switch origin.kind {
        case .path(let path): "`\(missingPart(of: path))` is not set"
        case .conditional: "the condition is false and there is no `else`"
        default: "\(name(of: origin)) is not set"
        }
    }

    /// The shortest part of a path, from its root, that leads to nothing.
    func missingPart(of path: TemplatePath) -> TemplatePath {
        let length = (0...path.steps.count).first { value(at: path.prefix($0)).isMissing }
        return path.prefix(length ?? path.steps.count)
    }

    private func name(of origin: Expression) -> String {
        switch origin.kind {
        case .path(let path), .absentPath(let path, _): "`\(path)`"
        case .member(_, let name): "the member `\(name)`"
        case .element: "the element in brackets"
        case .filter(let call): "the result of `\(call.filter.name)`"
        default: "the value"
        }
    }

    func hasNoText(_ expression: Expression) throws(TemplateFault) -> TemplateFault {
        let origin = try origin(of: expression)
        return TemplateFault(
            message: "\(name(of: origin)) is null, which is no text: `default('…')` can stand in for it",
            offset: origin.offset)
    }
}
