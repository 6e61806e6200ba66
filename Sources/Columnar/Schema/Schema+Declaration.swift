package import JSON

// Reading the JSON Schema that a connector declares for a stream.
//
// What decides about a column is read: `type` (also several), `format`, `contentEncoding`, `precision` and `scale`, `items`,
// `properties`, `required`, `anyOf` and `oneOf`. What only restricts values (`enum`, `minimum`, …) is passed over.
extension Schema {
    /// Reads a JSON Schema of records.
    package init(declaration: JSONValue) throws(SchemaError) {
        let (type, _) = try Declaration(value: declaration, path: []).read()
        guard case .structure(let fields) = type else {
            throw SchemaError(path: [], fault: "must be of type object, with properties")
        }
        self.init(fields)
    }
}

extension ColumnType {
    /// What a declaration says for the type, as far as it has a word of its own for it.
    var declaredName: String {
        switch self {
        case .integer, .longInteger: "integer"
        case .double: "number"
        case .timestamp: "date-time"
        case .list: "array"
        case .structure: "object"
        default: name
        }
    }
}

private struct Declaration {
    var value: JSONValue
    var path: [String]

    private func fault(_ text: String) -> SchemaError { SchemaError(path: path, fault: text) }

    /// The type declared, and whether null is allowed. A type of null says nothing about the values.
    func read() throws(SchemaError) -> (type: ColumnType, allowsNull: Bool) {
        if value.bool == true { return (.null, true) }
        guard path.count <= ColumnLimits.depth else { throw fault("is nested more than \(ColumnLimits.depth) deep") }
        guard let object = value.object else { throw fault("must be an object, not \(value)") }
        for key in ["$ref", "$dynamicRef", "allOf"] where object[key] != nil {
            throw fault("uses \(key), which cannot be followed: write out what it stands for")
        }
        for key in ["anyOf", "oneOf"] {
            if let alternatives = object[key] { return try read(alternatives: alternatives, of: key) }
        }
        if object["format"]?.string == "json" { return (.json, true) }
        let names = try typeNames(object)
        var type = ColumnType.null
        for name in names where name != "null" {
            type = Self.either(type, try read(typeNamed: name, object))
        }
        if object["format"]?.string == "decimal" { type = try decimal(object) }
        return (type, names.isEmpty || names.contains("null"))
    }

    private func read(
        alternatives: JSONValue, of key: String
    ) throws(SchemaError) -> (type: ColumnType, allowsNull: Bool) {
        guard let alternatives = alternatives.array else { throw fault("has \(key) that is no array") }
        var (type, allowsNull) = (ColumnType.null, false)
        for alternative in alternatives {
            let (other, otherAllowsNull) = try Declaration(value: alternative, path: path).read()
            (type, allowsNull) = (Self.either(type, other), allowsNull || otherAllowsNull)
        }
        return (type, allowsNull)
    }

    /// What is nested among the values makes JSON of all of them, wherever it stands.
    private static func either(_ left: ColumnType, _ right: ColumnType) -> ColumnType {
        left.isScalar && !right.isScalar && right != .null ? right.widened(toHold: left) : left.widened(toHold: right)
    }

    private func typeNames(_ object: JSONObject) throws(SchemaError) -> [String] {
        switch object["type"] {
        case nil:
            if object["properties"] != nil { return ["object", "null"] }
            return object["items"] != nil ? ["array", "null"] : []
        case .string(let name): return [name]
        case .array(let names) where names.allSatisfy({ $0.string != nil }): return names.compactMap(\.string)
        case let other?: throw fault("has a type that is neither a name nor an array of names, \(other)")
        }
    }

    private func read(typeNamed name: String, _ object: JSONObject) throws(SchemaError) -> ColumnType {
        switch name {
        case "boolean": return .boolean
        case "integer": return .longInteger
        case "number": return .double
        case "string": return string(object)
        case "array": return .list(try element(object))
        case "object": return .structure(try fields(object))
        default: throw fault("is of a type that JSON does not have, \"\(name)\"")
        }
    }

    private func string(_ object: JSONObject) -> ColumnType {
        if object["contentEncoding"]?.string == "base64" { return .binary }
        return switch object["format"]?.string {
        case "date-time": .timestamp
        case "date": .date
        case "time": .time
        case "uuid": .uuid
        default: .string
        }
    }

    private func decimal(_ object: JSONObject) throws(SchemaError) -> ColumnType {
        let precision = object["precision"]?.int64 ?? 38
        let scale = object["scale"]?.int64 ?? 0
        guard let precision = Int(exactly: precision), let scale = Int(exactly: scale),
            ColumnType.isDecimal(precision: precision, scale: scale)
        else { throw fault("needs a precision from 1 to 38 and a scale from 0 to the precision") }
        return .decimal(precision: precision, scale: scale)
    }

    private func element(_ object: JSONObject) throws(SchemaError) -> Field {
        guard let items = object["items"] else { return .element(.null) }
        let (type, allowsNull) = try Declaration(value: items, path: path + ["items"]).read()
        return .element(type, isNullable: allowsNull || type == .null)
    }

    private func fields(_ object: JSONObject) throws(SchemaError) -> [Field] {
        let required = object["required"]?.array ?? []
        var fields: [Field] = []
        for property in object["properties"]?.object ?? [:] {
            let (type, allowsNull) = try Declaration(value: property.value, path: path + [property.key]).read()
            let isNullable = allowsNull || type == .null || !required.contains(.string(property.key))
            fields.append(Field(property.key, type, isNullable: isNullable))
        }
        return fields
    }
}
