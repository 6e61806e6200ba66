internal import JSON

extension Evaluator {
    func comparison(
        _ sign: ComparisonOperator, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(TemplateFault) -> Bool {
        switch sign {
        case .equal: return Ordering.areEqual(try value(of: left), try value(of: right))
        case .notEqual: return !Ordering.areEqual(try value(of: left), try value(of: right))
        case .isIn: return try membership(left, right, at: offset)
        case .isNotIn: return try !membership(left, right, at: offset)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let (one, other) = (try presentValue(of: left), try presentValue(of: right))
            guard let order = Ordering.compare(one, other) else {
                throw TemplateFault(
                    message: "`\(sign.rawValue)` needs two numbers or two texts, found \(one.kindName) and "
                        + other.kindName,
                    offset: offset)
            }
            return switch sign {
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            default: order >= 0
            }
        }
    }

    private func membership(
        _ left: Expression, _ right: Expression, at offset: Int
    ) throws(TemplateFault) -> Bool {
        let (wanted, container) = (try value(of: left), try presentValue(of: right))
        switch container.kind {
        case .array:
            return container.json?.array?.contains { Ordering.areEqual(.value($0), wanted) } ?? false
        case .object:
            return wanted.string.map { !container.member($0).isMissing } ?? false
        case .string:
            if wanted.isAbsent { return false }
            guard let part = wanted.string, let text = container.string else {
                throw TemplateFault(
                    message: "`in` looks for text in text, found \(wanted.kindName)",
                    offset: try origin(of: left).offset)
            }
            return TextSearch(for: part).isFound(in: text)
        default:
            throw TemplateFault(
                message: "`in` looks into a text, a list or a map, found \(container.kindName)",
                offset: try origin(of: right).offset)
        }
    }
}

/// Which of two values is the greater: numbers by what they are worth, texts byte by byte, which is the order of their
/// Unicode scalars.
enum Ordering {
    /// Missing equals null and itself; values of different kinds are never equal.
    static func areEqual(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        switch (left, right) {
        case (.view(let left), .view(let right)): left == right
        case (.view(let view), .value(.string(let text))), (.value(.string(let text)), .view(let view)):
            view.text.map { $0 == text } ?? false
        default: (left.json ?? .null) == (right.json ?? .null)
        }
    }

    /// Negative, zero or positive; nil when the two are not both numbers or both texts.
    static func compare(_ left: TemplateValue, _ right: TemplateValue) -> Int? {
        if let left = left.number, let right = right.number { return compare(left, right) }
        guard let left = left.string, let right = right.string else { return nil }
        if left.utf8.elementsEqual(right.utf8) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }

    private static func compare(_ left: JSONNumber, _ right: JSONNumber) -> Int? {
        if left == right { return 0 }
        switch (whole(left), whole(right)) {
        case (let left?, let right?): return left < right ? -1 : 1
        default:
            // A double that is not whole is smaller than any whole number that would be rounded, so this is exact but for
            // numbers that only their digits represent.
            guard let left = left.double, let right = right.double else { return nil }
            return left < right ? -1 : left > right ? 1 : 0
        }
    }

    /// Exact for every number of 64 bits and every double that is whole and not far beyond them.
    private static func whole(_ number: JSONNumber) -> Int128? {
        switch number {
        case .integer(let value): Int128(value)
        case .unsigned(let value): Int128(value)
        case .double(let value): value.magnitude < 1e30 ? Int128(exactly: value) : nil
        case .digits: nil
        }
    }
}
