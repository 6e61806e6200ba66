extension PathEvaluation {
    /// What an operand yields. The RFC's "Nothing" is a value of its own, equal to itself.
    private enum Value {
        case nothing
        case node(UnsafeJSONNode)
        case count(Int)
    }

    /// Whether a condition is true when `@` stands for `node`. Recurses as deep as conditions nest in the path; the right
    /// sides of chains are followed in a loop.
    func holds(_ condition: Int, for node: UnsafeJSONNode) -> Bool {
        var condition = condition
        while true {
            switch program.conditions[condition] {
            case .and(let left, let right):
                if !holds(left, for: node) { return false }
                condition = right
            case .or(let left, let right):
                if holds(left, for: node) { return true }
                condition = right
            case .not(let negated):
                return !holds(negated, for: node)
            case .exists(let query):
                return !visit(query, from: node) { _ in false }
            case .comparison(let left, let comparison, let right):
                return compare(value(left, for: node), comparison, value(right, for: node))
            case .matches(let operand, let pattern, let entirely):
                return matches(value(operand, for: node), pattern, entirely: entirely, for: node)
            }
        }
    }

    private func value(_ operand: Int, for node: UnsafeJSONNode) -> Value {
        switch program.operands[operand] {
        case .literal(let literal): return .node(program.literal(literal))
        case .query(let query): return firstValue(query, for: node)
        case .length(let operand): return length(value(operand, for: node))
        case .count(let query):
            var count = 0
            visit(query, from: node) { _ in
                count += 1
                return true
            }
            return .count(count)
        case .value(let query): return onlyValue(query, for: node)
        }
    }

    private func firstValue(_ query: Int, for node: UnsafeJSONNode) -> Value {
        var found = Value.nothing
        visit(query, from: node) { value in
            found = .node(value)
            return false
        }
        return found
    }

    private func onlyValue(_ query: Int, for node: UnsafeJSONNode) -> Value {
        var found = Value.nothing
        let isOnly = visit(query, from: node) { value in
            guard case .nothing = found else { return false }
            found = .node(value)
            return true
        }
        return isOnly ? found : .nothing
    }

    private func length(_ value: Value) -> Value {
        guard case .node(let node) = value else { return .nothing }
        return switch node.kind {
        // Every byte but the continuations begins a scalar.
        case .string: .count(node.utf8.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
        case .array, .object: .count(node.count)
        default: .nothing
        }
    }

    private func matches(
        _ value: Value, _ pattern: PathProgram.Pattern, entirely: Bool, for node: UnsafeJSONNode
    ) -> Bool {
        guard case .node(let text) = value, text.tag == .string else { return false }
        switch pattern {
        case .literal(let position):
            return program.patterns[position]?.matches(text.utf8, entirely: entirely) ?? false
        case .operand(let operand):
            guard case .node(let pattern) = self.value(operand, for: node), pattern.tag == .string else { return false }
            // A pattern from the document that is no I-Regexp, or too large for one, matches nothing.
            do { return try IRegexp(pattern.utf8).matches(text.utf8, entirely: entirely) } catch { return false }
        }
    }
}

// Comparisons (RFC 9535, section 2.3.5.2.2).
extension PathEvaluation {
    private func compare(_ left: Value, _ comparison: PathProgram.Comparison, _ right: Value) -> Bool {
        switch comparison {
        case .equal: areEqual(left, right)
        case .notEqual: !areEqual(left, right)
        case .less: isLess(left, right)
        case .lessOrEqual: isLess(left, right) || areEqual(left, right)
        case .greater: isLess(right, left)
        case .greaterOrEqual: isLess(right, left) || areEqual(left, right)
        }
    }

    private func areEqual(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.nothing, .nothing): true
        case (.nothing, _), (_, .nothing): false
        case (.node(let left), .node(let right)): JSONView.equal(left, right)
        case (.count, _), (_, .count): number(left) == number(right)
        }
    }

    /// Numbers and strings have an order, by value and by Unicode scalars; nothing else has.
    private func isLess(_ left: Value, _ right: Value) -> Bool {
        if let left = number(left), let right = number(right) { return left.isLess(than: right) }
        guard case .node(let left) = left, case .node(let right) = right, left.tag == .string, right.tag == .string
        else {
            return false
        }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private func number(_ value: Value) -> JSONNumber? {
        switch value {
        case .nothing: nil
        case .node(let node): JSONNumber(node)
        case .count(let count): .integer(Int64(count))
        }
    }
}
