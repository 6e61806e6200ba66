internal import Connector

extension Command {
    /// `curlew list`: the built-in connectors.
    static func list(_ catalog: any ConnectorCatalog) -> Command {
        Command("list", summary: "List the built-in connectors") { (_, console) throws(Failure) in
            if console.outputIsTerminal {
                let rows = catalog.summaries.map {
                    [$0.name, $0.aliases.joined(separator: ", "), $0.category, $0.description]
                }
                console.print(Table(header: ["NAME", "ALIASES", "CATEGORY", "DESCRIPTION"], rows: rows).text)
            } else {
                console.send(Messages.connectors(catalog.summaries))
            }
            return .succeeded
        }
    }
}
