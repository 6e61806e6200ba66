internal import Actions
internal import Connector
internal import DateTime

extension Command {
    /// `curlew check`: whether a configuration works.
    static func check(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "check", summary: "Check that a connector's configuration works",
            details: """
                A small request is sent. On a terminal the answer is a sentence, else one CONNECTION_STATUS message in JSON.
                The exit code is 0 when it works, 1 when it does not, and 2 when the configuration is wrong by itself.
                """,
            options: [.connector, .config, .configJSON]
        ) { (arguments, console) throws(Failure) in
            var secrets = Secrets()
            do throws(Failure) {
                let connector = try ConfiguredConnector(arguments, for: "check", in: catalog)
                secrets = connector.secrets
                let source = try catalog.source(
                    connector.reference, configuration: connector.configuration,
                    environment: SourceEnvironment(now: .now(), secrets: secrets))
                try await source.check(until: Deadline(at: .now + .seconds(60)))
                if console.outputIsTerminal {
                    console.print("\(connector.description.name): connection successful")
                } else {
                    console.send(Messages.connectionStatus(nil))
                }
                return .succeeded
            } catch {
                let failure = secrets.masked(error)
                if !console.outputIsTerminal { console.send(Messages.connectionStatus(failure)) }
                throw failure
            }
        }
    }
}
