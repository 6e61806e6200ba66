/// What a JSON value is. Numbers are told apart by the type that holds them exactly.
public enum JSONKind: UInt8, Hashable, Sendable {
    case null
    case bool
    /// A whole number that fits `Int64`.
    case integer
    /// A whole number above `Int64.max` that fits `UInt64`.
    case unsigned
    /// A number written with a fraction or an exponent.
    case double
    /// A number that none of the above can hold, kept as it was written.
    case digits
    case string
    case array
    case object
}

extension JSONKind {
    /// Integers, doubles and digits.
    public var isNumber: Bool {
        switch self {
        case .integer, .unsigned, .double, .digits: true
        case .null, .bool, .string, .array, .object: false
        }
    }
}
