internal import JSON

/// The published JSON Schema of connector files, made from the formats that read them.
enum DefinitionSchema {
    static let document: JSONValue = {
        var parts = NamedSchemas()
        let design = parts.factor(DesignDialect.connector.schema)
        let canonical = parts.factor(CanonicalDialect.connector.schema)
        var schema = JSONObject()
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "Curlew connector"
        schema["description"] =
            "A connector definition for Curlew, in the canonical spelling or in that with `kind: connector`."
        schema["if"] = ["anyOf": [["required": ["kind"]], ["required": ["metadata"]]]]
        schema["then"] = design
        schema["else"] = canonical
        schema["$defs"] = .object(parts.definitions)
        return .object(schema)
    }()
}

/// Schemas that stand in more than one place, each written once.
struct NamedSchemas {
    /// The schemas by their names.
    private(set) var definitions = JSONObject()

    /// A schema in which every part that has a name (`Format.named`) is a reference to `definitions`. What a key says of
    /// the part at its place, the description and the default, stays there.
    mutating func factor(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let elements): return .array(elements.map { factor($0) })
        case .object(let members):
            var parts = JSONObject()
            for member in members { parts[member.key] = factor(member.value) }
            return parts["$anchor"]?.string.map { define($0, parts) } ?? .object(parts)
        default: return schema
        }
    }

    private mutating func define(_ name: String, _ parts: JSONObject) -> JSONValue {
        var reference: JSONObject = ["$ref": .string("#/$defs/\(name)")]
        var definition = parts
        definition["$anchor"] = nil
        for keyword in ["description", "default"] {
            reference[keyword] = parts[keyword]
            definition[keyword] = nil
        }
        precondition(definitions[name].map { $0 == .object(definition) } ?? true, "`\(name)` names two formats")
        definitions[name] = .object(definition)
        return .object(reference)
    }
}
