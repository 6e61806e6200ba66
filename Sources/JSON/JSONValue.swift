/// A JSON value that owns its parts, for configuration, state and messages. Records stay `JSONView`s.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A whole number that fits 64 signed bits.
    case integer(Int64)
    /// A whole number above `Int64.max` that fits 64 bits.
    case unsigned(UInt64)
    /// A number with a fraction or exponent. It is finite.
    case double(Double)
    /// A number that none of the above can hold, as it was written.
    case digits(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// What the value is.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .integer: .integer
        case .unsigned: .unsigned
        case .double: .double
        case .digits: .digits
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether the value is `null`.
    public var isNull: Bool { kind == .null }

    /// The value of `true` or `false`; nil for anything else.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The value of a whole number that fits; nil for anything else, also for `1.0`.
    public var int64: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The nearest double of any number that has one; nil for anything else.
    public var double: Double? { number?.double }

    /// Any number; nil for anything else.
    public var number: JSONNumber? {
        switch self {
        case .integer(let value): .integer(value)
        case .unsigned(let value): .unsigned(value)
        case .double(let value): .double(value)
        case .digits(let text): .digits(text)
        default: nil
        }
    }

    /// A string's text; nil for anything else.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// An array's elements; nil for anything else.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// An object's members; nil for anything else.
    public var object: JSONObject? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The value of an object's member; nil when there is none or this is no object.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// An array's element; nil when there is none or this is no array.
    public subscript(position: Int) -> JSONValue? {
        guard let elements = array, elements.indices.contains(position) else { return nil }
        return elements[position]
    }
}

extension JSONValue: Hashable {
    /// Numbers are compared by their mathematical value, objects regardless of the order of their members.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        if let left = left.number, let right = right.number { return left == right }
        return switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        if let number { return hasher.combine(number) }
        switch self {
        case .bool(let value): hasher.combine(value)
        case .string(let text): hasher.combine(ExactText(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        default: hasher.combine(0)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// A key that stands twice keeps its last value.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        self = .object(object)
    }
}
