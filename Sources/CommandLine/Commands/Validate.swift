internal import Actions
internal import Connector

extension Command {
    /// `curlew validate`: everything that is wrong in definition files, or in a configuration.
    static func validate(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "validate", summary: "Check connector definition files, or a configuration",
            details: """
                Every error in a file is shown on standard error as FILE:LINE:COLUMN: what is wrong, and what would be right.
                With --connector and a configuration, that is checked against what the connector asks for; no request is sent.
                The exit code is 0 when nothing is wrong, and 2 otherwise.
                """,
            operands: "FILE…", options: [.connectorOfConfiguration, .config, .configJSON]
        ) { (arguments, console) throws(Failure) in
            let configuration = try arguments.configuration()
            if let configuration {
                guard arguments.operands.isEmpty else {
                    throw Failure(.config, "check definition files or a configuration, one at a time")
                }
                return try check(configuration, try arguments.connector(for: "validate"), catalog, console)
            }
            if arguments["connector"] != nil {
                throw Failure(
                    .config, "`--connector` goes with a configuration: give `--config FILE` or `--config-json JSON`",
                    hint: "definition files stand by themselves, without an option: `curlew validate FILE…`")
            }
            guard !arguments.operands.isEmpty else {
                throw Failure(
                    .config, "`curlew validate` needs a file, or `--connector` and a configuration",
                    hint: "see `curlew validate --help`")
            }
            var outcome = ExitCode.succeeded
            for file in arguments.operands {
                if !check(file, catalog, console) { outcome = .usage }
            }
            return outcome
        }
    }

    private static func check(_ file: String, _ catalog: any ConnectorCatalog, _ console: Console) -> Bool {
        do throws(Failure) {
            let description = try catalog.validate(file: file)
            if console.outputIsTerminal {
                console.print("\(file): \(description.name), \(description.streams.count) streams, nothing wrong")
            } else {
                console.send(Messages.valid(file, description))
            }
            return true
        } catch {
            if !console.outputIsTerminal { console.send(Messages.invalid("file", file, error)) }
            console.note(error.description)
            return false
        }
    }

    private static func check(
        _ configuration: GivenConfiguration, _ reference: String, _ catalog: any ConnectorCatalog, _ console: Console
    ) throws(Failure) -> ExitCode {
        let connector = try catalog.describe(reference)
        do throws(Failure) {
            _ = try connector.configuration.check(configuration.value, from: configuration.source)
        } catch {
            if !console.outputIsTerminal { console.send(Messages.invalid("config", configuration.source, error)) }
            console.note(error.description)
            return .usage
        }
        if console.outputIsTerminal {
            console.print("\(configuration.source): a configuration of \(connector.name), nothing wrong")
        } else {
            console.send(Messages.validConfiguration(configuration.source, connector))
        }
        return .succeeded
    }
}

extension Command.Option {
    fileprivate static let connectorOfConfiguration = Command.Option(
        "connector", short: "c", value: "NAME|FILE", help: "The connector that the configuration is for")
}
