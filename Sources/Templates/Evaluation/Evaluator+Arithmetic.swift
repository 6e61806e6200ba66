internal import JSON

extension Evaluator {
    func signed(_ sign: Sign, _ operand: Expression) throws(TemplateFault) -> TemplateValue {
        let value = try presentValue(of: operand)
        guard let number = value.number else {
            throw TemplateFault(
                message: "a sign needs a number, found \(value.kindName)", offset: try origin(of: operand).offset)
        }
        if sign == .plus { return value }
        return .value(try negated(number, at: try origin(of: operand).offset))
    }

    private func negated(_ number: JSONNumber, at offset: Int) throws(TemplateFault) -> JSONValue {
        // 0 - x would lose the sign of a zero.
        if case .double(let value) = number { return .double(-value) }
        return try Arithmetic.compute(.subtract, .integer(0), number, at: offset)
    }

    func arithmetic(
        _ sign: ArithmeticOperator, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(TemplateFault) -> TemplateValue {
        let (one, other) = (try presentValue(of: left), try presentValue(of: right))
        if let left = one.number, let right = other.number {
            return .value(try Arithmetic.compute(sign, left, right, at: offset))
        }
        if sign == .add {
            if let left = one.string, let right = other.string { return .value(.string(left + right)) }
            if let left = one.json?.array, let right = other.json?.array { return .value(.array(left + right)) }
            throw TemplateFault(
                message: "`+` needs two numbers or two texts, found \(one.kindName) and \(other.kindName): "
                    + "`~` joins anything as text",
                offset: offset)
        }
        throw TemplateFault(
            message: "`\(sign.rawValue)` needs two numbers, found \(one.kindName) and \(other.kindName): "
                + "`int` and `float` make numbers of text",
            offset: offset)
    }
}

/// Calculates with the numbers of JSON. Whole numbers stay whole, and exact, except under `/`.
enum Arithmetic {
    static func compute(
        _ sign: ArithmeticOperator, _ left: JSONNumber, _ right: JSONNumber, at offset: Int
    ) throws(TemplateFault) -> JSONValue {
        if sign != .divide, let left = whole(left), let right = whole(right) {
            return try compute(sign, left, right, at: offset)
        }
        guard let left = left.double, let right = right.double else { throw tooLarge(at: offset) }
        return try compute(sign, left, right, at: offset)
    }

    /// The whole numbers that fit 64 bits, with sign or without.
    private static func whole(_ number: JSONNumber) -> Int128? {
        switch number {
        case .integer(let value): Int128(value)
        case .unsigned(let value): Int128(value)
        case .double, .digits: nil
        }
    }

    private static func compute(
        _ sign: ArithmeticOperator, _ left: Int128, _ right: Int128, at offset: Int
    ) throws(TemplateFault) -> JSONValue {
        let result: Int128
        switch sign {
        case .add: result = left + right
        case .subtract: result = left - right
        case .multiply:
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if overflow { throw tooLarge(at: offset) }
            result = product
        case .divide, .divideToWhole, .remainder:
            if right == 0 { throw divisionByZero(at: offset) }
            let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
            // As in Python, the quotient is rounded down, and the remainder has the sign of the divisor.
            let isRoundedUp = rest != 0 && (rest < 0) != (right < 0)
            if sign == .remainder {
                result = isRoundedUp ? rest + right : rest
            } else {
                result = isRoundedUp ? quotient - 1 : quotient
            }
        }
        if let value = Int64(exactly: result) { return .integer(value) }
        if let value = UInt64(exactly: result) { return .unsigned(value) }
        throw tooLarge(at: offset)
    }

    private static func compute(
        _ sign: ArithmeticOperator, _ left: Double, _ right: Double, at offset: Int
    ) throws(TemplateFault) -> JSONValue {
        let result: Double
        switch sign {
        case .add: result = left + right
        case .subtract: result = left - right
        case .multiply: result = left * right
        case .divide, .divideToWhole, .remainder:
            if right == 0 { throw divisionByZero(at: offset) }
            if sign == .remainder {
                let rest = left.truncatingRemainder(dividingBy: right)
                result = rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
            } else {
                result = sign == .divide ? left / right : (left / right).rounded(.down)
            }
        }
        guard result.isFinite else { throw tooLarge(at: offset) }
        return .double(result)
    }

    private static func tooLarge(at offset: Int) -> TemplateFault {
        TemplateFault(message: "the result is too large for a number", offset: offset)
    }

    private static func divisionByZero(at offset: Int) -> TemplateFault {
        TemplateFault(message: "division by zero", offset: offset)
    }
}
