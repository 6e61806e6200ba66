import JSON

/// Checks values against a JSON Schema, as far as the published schema of connector files goes. Patterns are not looked at.
struct SchemaChecker {
    let definitions: JSONObject

    /// Keywords that say nothing about a value here.
    private static let silent: Set<String> = [
        "$schema", "$defs", "title", "description", "default", "pattern", "then", "else",
    ]

    /// A schema, or the one it refers to.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
        return definitions[String(name)] ?? false
    }

    /// What is wrong with a value; a keyword that is not known here counts as wrong.
    func faults(in value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
        guard let keywords = resolved(schema).object else {
            return schema == false ? ["\(place): nothing may be here"] : []
        }
        return keywords.flatMap { keyword in
            Self.silent.contains(keyword.key)
                ? [] : faults(in: value, keyword.key, keyword.value, of: keywords, at: place)
        }
    }

    func accepts(_ value: JSONValue, _ schema: JSONValue) -> Bool { faults(in: value, schema).isEmpty }

    private func faults(
        in value: JSONValue, _ keyword: String, _ argument: JSONValue, of schema: JSONObject, at place: String
    ) -> [String] {
        func fault(unless isRight: Bool) -> [String] { isRight ? [] : ["\(place): \(keyword) \(argument)"] }
        let count = value.string?.unicodeScalars.count ?? value.array?.count
        switch keyword {
        case "type":
            let types = argument.array ?? [argument]
            return fault(unless: types.contains { value.isOf(type: $0.string ?? "") })
        case "enum": return fault(unless: argument.array?.contains(value) == true)
        case "minLength", "minItems": return fault(unless: (count ?? .max) >= Int(argument.int64 ?? 0))
        case "maxLength": return fault(unless: (count ?? 0) <= Int(argument.int64 ?? 0))
        case "minimum": return fault(unless: value.double.map { $0 >= argument.double ?? 0 } ?? true)
        case "maximum": return fault(unless: value.double.map { $0 <= argument.double ?? 0 } ?? true)
        case "required":
            let missing = (argument.array ?? []).compactMap(\.string).filter { value.object != nil && value[$0] == nil }
            return missing.map { "\(place): \($0) is missing" }
        case "properties":
            return (argument.object ?? JSONObject()).flatMap { property in
                value[property.key].map { faults(in: $0, property.value, at: "\(place)/\(property.key)") } ?? []
            }
        case "additionalProperties":
            return (value.object ?? JSONObject()).flatMap { member in
                schema["properties"]?[member.key] == nil
                    ? faults(in: member.value, argument, at: "\(place)/\(member.key)") : []
            }
        case "items":
            return (value.array ?? []).enumerated().flatMap { element in
                faults(in: element.element, argument, at: "\(place)/\(element.offset)")
            }
        case "anyOf": return fault(unless: (argument.array ?? []).contains { accepts(value, $0) })
        case "oneOf":
            let attempts = (argument.array ?? []).map { faults(in: value, $0, at: place) }
            let fits = attempts.filter(\.isEmpty).count
            return fits == 1
                ? [] : ["\(place): fits \(fits) of the alternatives"] + (attempts.min { $0.count < $1.count } ?? [])
        case "if": return faults(in: value, schema[accepts(value, argument) ? "then" : "else"] ?? true, at: place)
        default: return ["\(keyword) is not known here"]
        }
    }
}

extension JSONValue {
    fileprivate func isOf(type: String) -> Bool {
        switch type {
        case "string": string != nil
        case "integer": int64 != nil
        case "number": double != nil
        case "boolean": bool != nil
        case "array": array != nil
        case "object": object != nil
        default: type == "null" && isNull
        }
    }
}
