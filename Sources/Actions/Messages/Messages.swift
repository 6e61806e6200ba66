package import Connector
package import JSON

/// The messages of machine output: one JSON object a line, told apart by `type`.
package enum Messages {
    package static func connectors(_ summaries: [ConnectorSummary]) -> JSONValue {
        ["type": "CONNECTORS", "connectors": .array(summaries.map(connector))]
    }

    private static func connector(_ summary: ConnectorSummary) -> JSONValue {
        [
            "name": .string(summary.name), "description": .string(summary.description),
            "category": .string(summary.category), "aliases": .array(summary.aliases.map { .string($0) }),
        ]
    }

    package static func streams(_ description: ConnectorDescription) -> JSONValue {
        [
            "type": "STREAMS", "connector": .string(description.name),
            "streams": .array(description.streams.map { .string($0.name) }),
        ]
    }

    package static func specification(_ description: ConnectorDescription) -> JSONValue {
        [
            "type": "SPEC", "connector": .string(description.name),
            "spec": [
                "documentation_url": description.documentationURL.map { .string($0) } ?? .null,
                "config_schema": .array(description.configuration.fields.map(field)),
                "connection_specification": description.configuration.jsonSchema,
            ],
        ]
    }

    /// A field in the short form that forms are built from.
    private static func field(_ field: ConfigurationField) -> JSONValue {
        var members = JSONObject()
        members["name"] = .string(field.name)
        members["type"] = .string(field.type.rawValue)
        members["required"] = .bool(field.isRequired)
        members["secret"] = .bool(field.isSecret)
        members["title"] = field.title.map { .string($0) }
        members["description"] = field.description.map { .string($0) }
        members["format"] = field.format.map { .string($0.rawValue) }
        members["default"] = field.defaultValue
        if !field.allowedValues.isEmpty { members["enum"] = .array(field.allowedValues) }
        return .object(members)
    }

    package static func valid(_ file: String, _ description: ConnectorDescription) -> JSONValue {
        [
            "type": "VALIDATION", "file": .string(file), "status": "SUCCEEDED", "connector": .string(description.name),
            "streams": .integer(Int64(description.streams.count)),
        ]
    }

    package static func validConfiguration(_ source: String, _ description: ConnectorDescription) -> JSONValue {
        [
            "type": "VALIDATION", "config": .string(source), "status": "SUCCEEDED",
            "connector": .string(description.name),
        ]
    }

    /// `subject` is `file` or `config`: what it is that is wrong.
    package static func invalid(_ subject: String, _ source: String, _ failure: Failure) -> JSONValue {
        [
            "type": "VALIDATION", subject: .string(source), "status": "FAILED",
            "errors": .array(failure.message.split(separator: "\n").map { .string(String($0)) }),
        ]
    }
}
