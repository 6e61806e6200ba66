package import JSON

extension ConfigurationSpecification {
    /// The JSON Schema of a configuration.
    package var jsonSchema: JSONValue {
        var properties = JSONObject()
        for field in fields { properties[field.name] = field.jsonSchema }
        var schema = JSONObject()
        schema["type"] = "object"
        schema["properties"] = .object(properties)
        let required = fields.filter { $0.isRequired && $0.defaultValue == nil }
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0.name) }) }
        if isDeclared { schema["additionalProperties"] = false }
        return .object(schema)
    }
}

extension ConfigurationField {
    fileprivate var jsonSchema: JSONValue {
        var schema = JSONObject()
        switch type {
        case .any: break
        case .string where format == .json, .object where format == .json: schema["type"] = ["object", "string"]
        default: schema["type"] = .string(type.rawValue)
        }
        schema["title"] = title.map { .string($0) }
        schema["description"] = description.map { .string($0) }
        if let format, format != .json { schema["format"] = .string(format.rawValue) }
        schema["default"] = defaultValue
        if !allowedValues.isEmpty { schema["enum"] = .array(allowedValues) }
        schema["minimum"] = minimum.map(JSONValue.shortest)
        schema["maximum"] = maximum.map(JSONValue.shortest)
        schema["minLength"] = minimumLength.map { .integer(Int64($0)) }
        schema["maxLength"] = maximumLength.map { .integer(Int64($0)) }
        schema["pattern"] = pattern.map { .string($0.hasPrefix("^") && $0.hasSuffix("$") ? $0 : "^(?:\($0))$") }
        if !examples.isEmpty { schema["examples"] = .array(examples) }
        if isSecret { schema["writeOnly"] = true }
        return .object(schema)
    }
}

extension JSONValue {
    /// A number as a person writes it: whole where it can be.
    package static func shortest(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .double(number)
    }
}
