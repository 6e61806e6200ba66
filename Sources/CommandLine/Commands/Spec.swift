internal import Actions
internal import Connector
internal import JSON
internal import Spelling

extension Command {
    /// `curlew spec`: the configuration that a connector asks for.
    static func spec(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "spec", summary: "Show the configuration a connector asks for",
            details:
                "On a terminal as a table, else as one SPEC message in JSON, with a JSON Schema of the configuration.",
            options: [.connector]
        ) { (arguments, console) throws(Failure) in
            let description = try catalog.describe(try arguments.connector(for: "spec"))
            if console.outputIsTerminal {
                let rows = description.configuration.fields.map { field in
                    [field.name, field.type.rawValue, field.necessity, field.description ?? field.title ?? ""]
                }
                console.show(Table(header: ["FIELD", "TYPE", "NEEDED", "DESCRIPTION"], rows: rows))
            } else {
                console.send(Messages.specification(description))
            }
            return .succeeded
        }
    }
}

extension ConfigurationField {
    fileprivate var necessity: String {
        let words = [
            isRequired
                ? "required"
                : defaultValue.map { $0.plainText.count <= 24 ? "default \($0.plainText)" : "has a default" }
                    ?? "optional",
            isSecret ? "secret" : nil,
        ]
        return words.compactMap { $0 }.joined(separator: ", ")
    }
}

extension JSONValue {
    /// A string's text without quotes, anything else as JSON.
    fileprivate var plainText: String { string ?? description }
}
