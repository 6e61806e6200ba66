internal import Actions
internal import Connector

extension Command {
    /// `curlew list`: the built-in connectors.
    static func list(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "list", summary: "List the built-in connectors",
            details: "On a terminal as a table, else as one CONNECTORS message in JSON."
        ) { (_, console) throws(Failure) in
            if console.outputIsTerminal {
                let rows = catalog.summaries.map {
                    [$0.name, $0.aliases.joined(separator: ", "), $0.category, $0.description]
                }
                console.show(Table(header: ["NAME", "ALIASES", "CATEGORY", "DESCRIPTION"], rows: rows))
            } else {
                console.send(Messages.connectors(catalog.summaries))
            }
            return .succeeded
        }
    }
}
