internal import JSON

extension JSONKind {
    /// What a value is, in the words of a message.
    var phrase: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .unsigned, .double, .digits: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
