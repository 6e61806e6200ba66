package import JSON

/// What an expression yields.
package enum TemplateValue: Sendable {
    /// A variable or member that does not exist. It is not `null`, but default() replaces both.
    case missing
    /// A value of its own.
    case value(JSONValue)
    /// A value in a parsed document, not copied.
    case view(JSONView)
}

extension TemplateValue {
    /// The value, copied out of its document; nil when it is missing.
    package var json: JSONValue? {
        switch self {
        case .missing: nil
        case .value(let value): value
        case .view(let view): JSONValue(view)
        }
    }

    /// Whether there is no value.
    package var isMissing: Bool {
        if case .missing = self { true } else { false }
    }

    /// What the value is; nil when it is missing.
    var kind: JSONKind? {
        switch self {
        case .missing: nil
        case .value(let value): value.kind
        case .view(let view): view.kind
        }
    }

    /// Whether it is missing or null.
    var isAbsent: Bool { kind == nil || kind == .null }

    /// A copy of a text; nil for anything else.
    var string: String? {
        switch self {
        case .missing: nil
        case .value(let value): value.string
        case .view(let view): view.string
        }
    }

    /// A number; nil for anything else.
    var number: JSONNumber? {
        switch self {
        case .missing: nil
        case .value(let value): value.number
        case .view(let view): view.kind.isNumber ? JSONValue(view).number : nil
        }
    }

    /// A whole number that fits, also when it is written as 3.0.
    var integer: Int? {
        switch number {
        case .integer(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// Whether it counts as true: anything but missing, null, false, zero, and what is empty.
    var isTruthy: Bool {
        switch kind {
        case nil, .null: false
        case .bool: json?.bool ?? false
        case .integer, .unsigned, .double, .digits: number != .integer(0)
        case .string, .array, .object: count != 0
        }
    }

    /// Whether `default` puts another value in place of this one.
    func isReplaced(replacesFalse: Bool) -> Bool { replacesFalse ? !isTruthy : isAbsent }

    /// The number of elements, members, or bytes of a text.
    private var count: Int {
        switch self {
        case .missing: 0
        case .view(let view): view.text?.utf8Count ?? view.count
        case .value(.string(let text)): text.utf8.count
        case .value(.array(let elements)): elements.count
        case .value(.object(let members)): members.count
        case .value: 0
        }
    }

    /// What the value is, in the words of an error.
    var kindName: String {
        switch kind {
        case nil: "nothing"
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .unsigned, .double, .digits: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "a map"
        }
    }

    /// The header fields of a response. Several of one name become one, with commas (RFC 9110, section 5.3).
    package static func headers(_ fields: some Sequence<(name: String, value: String)>) -> TemplateValue {
        var object = JSONObject()
        for field in fields {
            let name = field.name.lowercased()
            if let earlier = object[name]?.string {
                object[name] = .string("\(earlier), \(field.value)")
            } else {
                object[name] = .string(field.value)
            }
        }
        return .value(.object(object))
    }
}
