internal import Connector
internal import JSON
internal import YAML

/// How the fields of a connector's configuration are declared. Both dialects write them alike.
enum ConfigurationFormat {
    static let specification = Format<ConfigurationSpecification>.object(
        KeySet([properties], required: ["properties"])
    ) { (object, reading) in
        object.read(properties, &reading).map { fields in
            ConfigurationSpecification(
                fields: fields.map { named in
                    var field = named.value
                    field.name = named.name
                    return field
                })
        }
    }.named("spec")

    private static let properties = Key(
        "properties", fields, "The fields, each with what a person and a program must know of it.")

    private static let fields = Format<[(name: String, value: ConfigurationField)]>(schema: field.mapping.schema) {
        (node, reading) in
        for entry in node.mapping.map({ Array($0) }) ?? [] {
            if let fault = entry.key.configurationNameFault { reading.complain(fault, at: entry.keyPosition) }
        }
        return field.mapping.read(node, &reading)
    }

    private static let type = Key(
        "type",
        Format<ConfigurationField.ValueType>.word(
            ConfigurationField.ValueType.allCases.filter { $0 != .any }.map { ($0.rawValue, $0) }),
        "The type of the value.", byDefault: "string")
    private static let title = Key("title", Format<String>.text, "The name of the field for a person.")
    private static let description = Key(
        "description", Format<String>.text, "What the field is for and where to find its value.")
    private static let format = Key(
        "format", Format<ConfigurationField.TextFormat>.word(), "What a string must look like.")
    private static let secret = Key(
        "secret", Format<Bool>.boolean, "Whether the value must never be shown.", byDefault: false)
    private static let required = Key(
        "required", Format<Bool>.boolean, "Whether a configuration must have the field.",
        byDefault: false)
    private static let defaultValue = Key("default", Format<JSONValue>.any, "The value of a field that is not given.")
    private static let allowed = Key("enum", Format<JSONValue>.scalar.list, "The only values allowed.")
    private static let minimum = Key("minimum", Format<Double>.number, "The least number allowed.")
    private static let maximum = Key("maximum", Format<Double>.number, "The greatest number allowed.")
    private static let minimumLength = Key(
        "min_length", .integer(0...1_000_000), "The least number of characters of a string.")
    private static let maximumLength = Key(
        "max_length", .integer(0...1_000_000), "The greatest number of characters of a string.")
    private static let pattern = Key(
        "pattern", Format<String>.text.checked { ConfigurationField.fault(inPattern: $0) },
        "A regular expression (RFC 9485) that the whole string must match.")
    private static let examples = Key("examples", Format<JSONValue>.any.list, "Values to show as examples.")

    /// A declaration that cannot be read still declares its name: templates that use it are not wrong as well.
    private static let field = Format<ConfigurationField>(schema: declaration.schema) { (node, reading) in
        declaration.read(node, &reading) ?? ConfigurationField("", type: .any)
    }

    private static let declaration = Format<ConfigurationField>.object(
        KeySet([
            type, title, description, format, secret, required, defaultValue, allowed, minimum, maximum, minimumLength,
            maximumLength, pattern, examples,
        ])
    ) { (object, reading) in
        var field = ConfigurationField("", type: object.has(type) ? object.read(type, &reading) ?? .any : .string)
        field.title = object.read(title, &reading)
        field.description = object.read(description, &reading)
        field.format = object.read(format, &reading)
        field.isSecret = object.read(secret, &reading) ?? false
        field.isRequired = object.read(required, &reading) ?? false
        field.defaultValue = object.read(defaultValue, &reading)
        field.allowedValues = object.read(allowed, &reading) ?? []
        field.minimum = object.read(minimum, &reading)
        field.maximum = object.read(maximum, &reading)
        field.minimumLength = object.read(minimumLength, &reading)
        field.maximumLength = object.read(maximumLength, &reading)
        field.pattern = object.read(pattern, &reading)
        field.examples = object.read(examples, &reading) ?? []
        checkConstraints(of: field, object, &reading)
        checkValues(of: field, object, &reading)
        if field.isSecret, let node = object.node(of: defaultValue) {
            reading.complain(
                "a secret has no default: it would be shown to everybody who reads this file", at: node.position)
        }
        return field
    }.named("configuration_field")

    private static func checkConstraints(of field: ConfigurationField, _ object: ObjectReader, _ reading: inout Reading)
    {
        guard field.type != .any else { return }
        let isText = field.type == .string
        let isNumber = field.type == .integer || field.type == .number
        let fitness: [(key: any AnyKey, isFit: Bool, kind: String)] = [
            (format, isText || field.type == .object && field.format == .json, "strings"),
            (minimum, isNumber, "numbers"),
            (maximum, isNumber, "numbers"), (minimumLength, isText, "strings"), (maximumLength, isText, "strings"),
            (pattern, isText, "strings"),
        ]
        for (key, isFit, kind) in fitness where !isFit {
            guard let node = object.node(of: key) else { continue }
            reading.complain(
                "`\(key.name)` is for \(kind); this field is of type \(field.type.rawValue)", at: node.position)
        }
        if let least = field.minimum, let most = field.maximum, least > most, let node = object.node(of: minimum) {
            reading.complain("`minimum` is more than `maximum`, so no value fits", at: node.position)
        }
        if let least = field.minimumLength, let most = field.maximumLength, least > most,
            let node = object.node(of: minimumLength)
        {
            reading.complain("`min_length` is more than `max_length`, so no value fits", at: node.position)
        }
        if let node = object.node(of: allowed), node.sequence?.isEmpty == true {
            reading.complain("the list is empty, so no value fits", at: node.position)
        }
    }

    /// Checks that the values the declaration itself names are such as it asks for.
    private static func checkValues(of field: ConfigurationField, _ object: ObjectReader, _ reading: inout Reading) {
        if let value = field.defaultValue, let fault = field.fault(in: value), let node = object.node(of: defaultValue)
        {
            reading.complain("the default \(fault)", at: node.position)
        }
        check(field.allowedValues, "value", of: field, at: object.node(of: allowed), &reading)
        check(field.examples, "example", of: field, at: object.node(of: examples), &reading)
    }

    private static func check(
        _ values: [JSONValue], _ what: String, of field: ConfigurationField, at node: YAMLNode?,
        _ reading: inout Reading
    ) {
        for (value, element) in zip(values, node?.sequence ?? []) {
            if let fault = field.fault(in: value) { reading.complain("the \(what) \(fault)", at: element.position) }
        }
    }
}
