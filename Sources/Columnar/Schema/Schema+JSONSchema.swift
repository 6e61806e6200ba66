package import JSON

// As JSON Schema, draft 2020-12. The records that a schema was inferred from are valid against it, and `init(declaration:)`
// reads it back. Three things are said beyond the draft: the formats `decimal`, with `precision` and `scale`, and `json`.
extension Schema {
    /// The schema as JSON Schema.
    package var jsonSchema: JSONValue {
        var schema: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema"]
        for member in ColumnType.structure(fields).jsonSchema(isNullable: false) { schema[member.key] = member.value }
        return .object(schema)
    }
}

extension ColumnType {
    fileprivate func jsonSchema(isNullable: Bool) -> JSONObject {
        func typed(_ types: JSONValue..., and members: JSONObject = [:]) -> JSONObject {
            let types = isNullable ? types + ["null"] : types
            var object: JSONObject = ["type": types.count == 1 ? types[0] : .array(types)]
            for member in members { object[member.key] = member.value }
            return object
        }
        switch self {
        case .null: return ["type": "null"]
        case .boolean: return typed("boolean")
        case .integer, .longInteger: return typed("integer")
        case .double: return typed("number")
        case .decimal(let precision, let scale):
            let digits: JSONObject = [
                "format": "decimal", "precision": .integer(Int64(precision)), "scale": .integer(Int64(scale)),
            ]
            return typed("number", "string", and: digits)
        case .string: return typed("string")
        case .text: return typed("string", "number", "boolean", "object", "array")
        case .json: return ["format": "json"]
        case .timestamp: return typed("string", and: ["format": "date-time"])
        case .date, .time, .uuid: return typed("string", and: ["format": .string(name)])
        case .binary: return typed("string", and: ["contentEncoding": "base64"])
        case .list(let element):
            return typed("array", and: ["items": .object(element.type.jsonSchema(isNullable: element.isNullable))])
        case .structure(let fields): return typed("object", and: Self.members(fields))
        }
    }

    private static func members(_ fields: [Field]) -> JSONObject {
        var properties = JSONObject()
        for field in fields { properties[field.name] = .object(field.type.jsonSchema(isNullable: field.isNullable)) }
        let required = fields.filter { !$0.isNullable }.map { JSONValue.string($0.name) }
        return required.isEmpty
            ? ["properties": .object(properties)]
            : ["properties": .object(properties), "required": .array(required)]
    }
}
