internal import JSON

/// Filters from numbers to numbers.
enum NumberFilters {
    static let all = [
        Filter("abs", summary: "the number without its sign", absolute),
        Filter(
            "round", .optional("digits", "0"),
            summary: "the nearest number with so many decimal digits, a half away from zero; a whole number for 0",
            round),
    ]

    private static func absolute(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            switch value.number {
            case .integer(let number):
                return Int64(exactly: number.magnitude).map { .value(.integer($0)) }
                    ?? .value(.unsigned(number.magnitude))
            case .double(let number): return .value(.double(number.magnitude))
            case .unsigned: return value
            case .digits(let text): return .value(.digits(text.hasPrefix("-") ? String(text.dropFirst()) : text))
            case nil: throw .wants("a number", value)
            }
        }
    }

    private static func round(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let digits = try arguments.integer(0, orElse: 0)
        guard (0...15).contains(digits) else { throw FilterFault("keeps 0 to 15 digits, not \(digits)", argument: 0) }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return { [scale] (value) throws(FilterFault) in
            guard let number = value.number else { throw .wants("a number", value) }
            guard case .double(let double) = number else { return value }
            let scaled = (double * scale).rounded()
            if digits == 0 {
                guard let whole = Int64(exactly: scaled) else { throw FilterFault("makes a number that is too large") }
                return .value(.integer(whole))
            }
            // Numbers too large to be scaled have no decimal digits.
            return scaled.isFinite ? .value(.double(scaled / scale)) : value
        }
    }
}
