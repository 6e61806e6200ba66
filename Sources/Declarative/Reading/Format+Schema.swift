internal import JSON
internal import YAML

extension Format where Value == JSONValue {
    /// The schema of a stream's records: JSON Schema of an object with `properties`, of which the types, formats and nested
    /// properties are looked at.
    static let recordSchema = Format(schema: ["type": "object", "required": ["properties"]]) { (node, reading) in
        guard node.mapping != nil else {
            reading.complain("expected a JSON Schema, found \(node.kindName)", at: node.position)
            return nil
        }
        guard node["properties"]?.mapping != nil else {
            reading.complain("a schema of records needs `properties`", at: node.position)
            return nil
        }
        checkTypes(in: node, &reading)
        return node.jsonValue
    }.named("record_schema")

    private static let types = ["string", "integer", "number", "boolean", "array", "object", "null"]

    private static func checkTypes(in node: YAMLNode, _ reading: inout Reading) {
        if let type = node["type"] {
            for name in type.sequence ?? [type] {
                guard let text = name.scalar?.text, types.contains(text) else {
                    reading.complain(
                        unknown: "type", name.scalar?.text ?? name.kindName, among: types, at: name.position)
                    continue
                }
            }
        }
        if let items = node["items"] { checkTypes(in: items, &reading) }
        for property in node["properties"]?.mapping.map({ Array($0) }) ?? [] {
            checkTypes(in: property.value, &reading)
        }
    }
}
