internal import JSON

/// The published JSON Schema of connector files, made from the formats that read them.
enum DefinitionSchema {
    static let document: JSONValue = {
        var schema = JSONObject()
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "Curlew connector"
        schema["description"] =
            "A connector definition for Curlew, in the canonical spelling or in that with `kind: connector`."
        schema["if"] = ["anyOf": [["required": ["kind"]], ["required": ["metadata"]]]]
        schema["then"] = DesignDialect.connector.schema
        schema["else"] = CanonicalDialect.connector.schema
        return .object(schema)
    }()
}
