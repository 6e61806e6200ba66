internal import Actions
internal import Connector

extension Command {
    /// `curlew streams`: the names of a connector's streams.
    static func streams(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "streams", summary: "List the streams of a connector",
            details: "On a terminal as a table, else as one STREAMS message in JSON.", options: [.connector]
        ) { (arguments, console) throws(Failure) in
            let description = try catalog.describe(try arguments.connector(for: "streams"))
            if console.outputIsTerminal {
                let rows = description.streams.map { [$0.name, $0.isIncremental ? "yes" : "no", $0.description ?? ""] }
                console.show(Table(header: ["STREAM", "INCREMENTAL", "DESCRIPTION"], rows: rows))
            } else {
                console.send(Messages.streams(description))
            }
            return .succeeded
        }
    }
}
