import JSON

/// Whether a value fits a JSON Schema, as far as the schema of connector files needs it: an independent reader, small
/// enough to be seen to be right. Patterns are not looked at.
struct SchemaCheck {
    private let document: JSONValue

    init(_ document: JSONValue) {
        self.document = document
    }

    /// Whether a value fits the whole schema.
    func fits(_ value: JSONValue) -> Bool { fits(value, document) }

    private func fits(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let keywords = schema.object else { return schema.bool ?? false }
        return keywords.allSatisfy { fits(value, keyword: $0.key, $0.value, keywords) }
    }

    private func fits(_ value: JSONValue, keyword: String, _ argument: JSONValue, _ schema: JSONObject) -> Bool {
        switch keyword {
        case "$ref": return fits(value, referred(argument.string ?? ""))
        case "type": return (argument.array ?? [argument]).contains { isOf($0.string ?? "", value) }
        case "enum": return argument.array?.contains(value) ?? false
        case "const": return argument == value
        case "anyOf": return argument.array?.contains { fits(value, $0) } ?? false
        case "oneOf": return argument.array?.count { fits(value, $0) } == 1
        case "if": return schema[fits(value, argument) ? "then" : "else"].map { fits(value, $0) } ?? true
        case "minimum": return value.double.map { $0 >= argument.double ?? .infinity } ?? true
        case "maximum": return value.double.map { $0 <= argument.double ?? -.infinity } ?? true
        case "minLength": return value.string.map { $0.unicodeScalars.count >= Int(argument.int64 ?? .max) } ?? true
        case "maxLength": return value.string.map { $0.unicodeScalars.count <= Int(argument.int64 ?? 0) } ?? true
        case "items": return value.array?.allSatisfy { fits($0, argument) } ?? true
        case "minItems": return value.array.map { $0.count >= Int(argument.int64 ?? .max) } ?? true
        case "minProperties": return value.object.map { $0.count >= Int(argument.int64 ?? .max) } ?? true
        case "maxProperties": return value.object.map { $0.count <= Int(argument.int64 ?? 0) } ?? true
        case "required":
            return value.object.map { members in
                (argument.array ?? []).allSatisfy { members[$0.string ?? ""] != nil }
            } ?? true
        case "properties":
            return value.object?.allSatisfy { member in argument[member.key].map { fits(member.value, $0) } ?? true }
                ?? true
        case "additionalProperties":
            return value.object?.allSatisfy { schema["properties"]?[$0.key] != nil || fits($0.value, argument) } ?? true
        case "then", "else", "title", "description", "default", "examples", "pattern", "$schema", "$id", "$defs",
            "$comment":
            return true
        default:
            return false
        }
    }

    private func referred(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? false }
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch value.kind {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer, .unsigned: type == "integer" || type == "number"
        case .double, .digits: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
