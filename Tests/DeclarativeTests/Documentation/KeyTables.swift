import JSON

/// The tables of keys in the reference of connector files, made from the published schema.
struct KeyTables {
    /// The parts of the schema that have a name.
    let definitions: JSONObject
    /// What the page calls parts that are more than a plain value, and where it explains them.
    let words: [String: String]

    struct UnknownPart: Error {
        var name: String
    }

    /// The table of a mapping's keys; one table for each kind where a `type` tells which keys there are.
    func tables(for name: String) throws -> String {
        guard let schema = definitions[name] else { throw UnknownPart(name: name) }
        guard let kinds = schema["oneOf"]?.array else { return try table(of: schema).text }
        return try kinds.map { kind in
            let names = kind["properties"]?["type"]?["enum"]?.array?.compactMap(\.string) ?? []
            let title =
                "**\(names.map { "`type: \($0)`" }.joined(separator: ", "))** — \(kind["description"]?.string ?? "")"
            let table = try table(of: kind, leavingOut: "type")
            return title + "\n\n" + (table.rows.isEmpty ? "It has no other keys.\n" : table.text)
        }.joined(separator: "\n")
    }

    private func table(of schema: JSONValue, leavingOut hidden: String? = nil) throws -> MarkdownTable {
        guard let properties = schema["properties"]?.object else { throw UnknownPart(name: schema.description) }
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let rows = try properties.filter { $0.key != hidden }.map { property in
            [
                property.key.code, try typeName(property.value),
                required.contains(property.key)
                    ? "**required**" : property.value["default"].map(\.plainText.code) ?? "",
                property.value["description"]?.string ?? "",
            ]
        }
        return MarkdownTable(header: ["key", "type", "default", "meaning"], rows: rows)
    }

    /// What a value is, in a word or two.
    private func typeName(_ schema: JSONValue) throws -> String {
        if let reference = schema["$ref"]?.string {
            let name = String(reference.split(separator: "/").last ?? "")
            guard let word = words[name] else { throw UnknownPart(name: name) }
            return word
        }
        if let allowed = schema["enum"]?.array { return allowed.map(\.plainText.code).joined(separator: ", ") }
        if let choices = schema["anyOf"]?.array, let first = choices.first {
            let isList = choices.last?["items"] == first
            return isList ? "\(try typeName(first)), or a list" : try choices.map(typeName).joined(separator: ", or ")
        }
        switch schema["type"]?.string {
        case "array": return "list of: \(try typeName(schema["items"] ?? true))"
        case "object":
            guard let value = schema["additionalProperties"], value.kind == .object else { return "mapping" }
            return "mapping of names to: \(try typeName(value))"
        case "integer": return "whole number" + bounds(schema)
        case "number": return "number" + bounds(schema)
        case "boolean": return "`true`, `false`"
        case "string": return schema["maxLength"] == 1 ? "one character" : "text"
        default: break
        }
        guard let types = schema["type"]?.array else { return "any value" }
        if types == ["array", "string"] { return "list, or a \(words["template"] ?? "")" }
        return types.contains("null") ? "single value" : "text"
    }

    private func bounds(_ schema: JSONValue) -> String {
        guard let least = schema["minimum"]?.shortNumber, let most = schema["maximum"]?.shortNumber else { return "" }
        return ", \(least) to \(most)"
    }
}

extension JSONValue {
    /// A string's text without quotes, anything else as JSON.
    fileprivate var plainText: String { string ?? description }

    /// A number as a person writes it, with a comma before every three digits.
    fileprivate var shortNumber: String? {
        guard let number = double else { return nil }
        guard let whole = Int64(exactly: number) else { return String(number) }
        var text = ""
        for (index, digit) in String(whole).reversed().enumerated() {
            text = String(digit) + (index > 0 && index % 3 == 0 ? "," : "") + text
        }
        return text
    }
}
