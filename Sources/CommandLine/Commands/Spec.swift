internal import Connector
internal import JSON

extension Command {
    /// `curlew spec`: the configuration that a connector asks for.
    static func spec(_ catalog: any ConnectorCatalog) -> Command {
        Command("spec", summary: "Show the configuration a connector asks for", options: [.connector]) {
            (arguments, console) throws(Failure) in
            let description = try catalog.describe(try arguments.connector(for: "spec"))
            if console.outputIsTerminal {
                let rows = description.configuration.fields.map { field in
                    [field.name, field.type.rawValue, field.necessity, field.description ?? field.title ?? ""]
                }
                console.print(Table(header: ["FIELD", "TYPE", "", "DESCRIPTION"], rows: rows).text)
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
            isRequired ? "required" : defaultValue.map { "default \($0)" } ?? "optional", isSecret ? "secret" : nil,
        ]
        return words.compactMap { $0 }.joined(separator: ", ")
    }
}
