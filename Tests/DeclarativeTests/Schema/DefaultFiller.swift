import JSON

/// Writes out the defaults that the published schema names, wherever a file leaves their keys out.
struct DefaultFiller {
    let checker: SchemaChecker
    /// The keys that were added, each as the part of the schema it belongs to, the kind, and its name.
    private(set) var added: Set<String> = []

    init(checker: SchemaChecker) {
        self.checker = checker
    }

    mutating func filled(_ value: JSONValue, _ schema: JSONValue, part: String = "") -> JSONValue {
        let name = schema["$ref"]?.string.map { String($0.split(separator: "/").last ?? "") } ?? part
        let schema = checker.resolved(schema)
        if let condition = schema["if"] {
            return filled(value, schema[checker.accepts(value, condition) ? "then" : "else"] ?? true, part: name)
        }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.array {
            let choice = choices.first { checker.accepts(value, $0) } ?? true
            return filled(value, choice, part: name)
        }
        if let elements = value.array, let items = schema["items"] {
            return .array(elements.map { filled($0, items, part: name) })
        }
        guard var members = value.object else { return value }
        let properties = schema["properties"]?.object ?? JSONObject()
        for member in members {
            guard let inner = properties[member.key] ?? schema["additionalProperties"] else { continue }
            members[member.key] = filled(member.value, inner, part: "\(name)/\(member.key)")
        }
        for key in Self.keysWithDefaults(schema, part: name) where members[key.property] == nil {
            members[key.property] = properties[key.property]?["default"]
            added.insert(key.name)
        }
        return .object(members)
    }

    /// All keys with defaults in the parts of the schema.
    static func allKeys(_ definitions: JSONObject) -> Set<String> {
        Set(
            definitions.flatMap { definition in
                ([definition.value] + (definition.value["oneOf"]?.array ?? [])).flatMap {
                    keysWithDefaults($0, part: definition.key).map(\.name)
                }
            })
    }

    private static func keysWithDefaults(_ schema: JSONValue, part: String) -> [(property: String, name: String)] {
        let properties = schema["properties"]?.object ?? JSONObject()
        let kind = properties["type"]?["enum"]?[0]?.string ?? ""
        return properties.filter { $0.value["default"] != nil }.map { ($0.key, "\(part) \(kind) \($0.key)") }
    }
}
