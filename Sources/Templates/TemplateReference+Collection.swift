extension TemplateReference {
    /// The uses of variables in all expressions of a template.
    static func all(in segments: [TemplateSegment], of source: String) -> [TemplateReference] {
        var collector = ReferenceCollector(source: source)
        for segment in segments {
            if case .expression(let expression) = segment { collector.visit(expression, tolerated: false) }
        }
        return collector.references.sorted { $0.position.offset < $1.position.offset }
    }
}

/// Walks an expression and tells where a missing value is an error: exactly where evaluation makes it one.
private struct ReferenceCollector {
    let source: String
    var references: [TemplateReference] = []

    mutating func visit(_ expression: Expression, tolerated: Bool) {
        switch expression.kind {
        case .path(let path):
            references.append(
                TemplateReference(
                    path: path, position: TemplatePosition(byte: expression.offset, in: source),
                    isAbsenceTolerated: tolerated))
        case .not(let operand), .test(_, let operand): visit(operand, tolerated: true)
        case .fallback(let operand, let replacement, _):
            visit(operand, tolerated: true)
            visit(replacement, tolerated: tolerated)
        case .or(let left, let right):
            visit(left, tolerated: true)
            visit(right, tolerated: tolerated)
        case .conditional(let condition, let then, let otherwise):
            visit(condition, tolerated: true)
            visit(then, tolerated: tolerated)
            if let otherwise { visit(otherwise, tolerated: tolerated) }
        case .comparison(let sign, let left, let right):
            let isEquality = sign == .equal || sign == .notEqual
            visit(left, tolerated: isEquality || sign == .isIn || sign == .isNotIn)
            visit(right, tolerated: isEquality)
        case .and(let left, let right):
            visit(left, tolerated: tolerated)
            visit(right, tolerated: tolerated)
        case .member(let base, _): visit(base, tolerated: tolerated)
        case .element(let base, let index):
            visit(base, tolerated: tolerated)
            visit(index, tolerated: false)
        default:
            for child in expression.children { visit(child, tolerated: false) }
        }
    }
}
