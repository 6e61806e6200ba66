internal import Actions
internal import Connector
internal import DateTime
internal import JSON
internal import Spelling

extension Command {
    /// `curlew discover`: the streams of a connector, with schemas, cursors and keys.
    static func discover(_ catalog: any ConnectorCatalog) -> Command {
        Command(
            "discover", summary: "Show the streams of a connector with their schemas, cursors and keys",
            details: """
                On a terminal as a table, else as one CATALOG message in JSON, with JSON Schemas (draft 2020-12).
                Schemas are those that the connector declares, and with --sample those of the records that come first. No
                configuration is needed without --sample where the connector's file says which streams there are.
                """,
            options: [
                .connector, .streams, .config, .configJSON,
                .init("sample", value: "N", help: "Infer schemas from the first N records of each stream"),
            ]
        ) { (arguments, console) throws(Failure) in
            try await Discovery(catalog: catalog, console: console).run(arguments)
        }
    }
}

/// One `curlew discover`.
private struct Discovery {
    let catalog: any ConnectorCatalog
    let console: Console

    func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
        let sample = try arguments.count("sample", in: 0...1_000_000) ?? 0
        let wanted = try arguments.streamSelection().names
        if sample == 0, try arguments.configuration() == nil {
            let reference = try arguments.connector(for: "discover")
            if let streams = try catalog.declaredStreams(reference) {
                let name = try catalog.describe(reference).name
                return show(try select(wanted, of: streams, name).map { DiscoveredStream($0) })
            }
        }
        let connector = try ConfiguredConnector(arguments, for: "discover", in: catalog)
        do throws(Failure) {
            return show(try await discover(connector, wanted, sample: sample))
        } catch {
            throw connector.secrets.masked(error)
        }
    }

    private func discover(
        _ connector: ConfiguredConnector, _ wanted: [String]?, sample: Int
    ) async throws(Failure) -> [DiscoveredStream] {
        let source = try catalog.source(
            connector.reference, configuration: connector.configuration,
            environment: SourceEnvironment(now: .now(), secrets: connector.secrets))
        let deadline = Deadline(at: .now + .seconds(60))
        let streams = try select(wanted, of: try await source.streams(until: deadline), connector.description.name)
        var discovered: [DiscoveredStream] = []
        for stream in streams {
            if sample == 0 {
                discovered.append(DiscoveredStream(stream))
            } else {
                let deadline = Deadline(at: .now + .seconds(300))
                var stream = await DiscoveredStream(stream, sampling: sample, of: source, until: deadline)
                stream.failure = stream.failure.map { connector.secrets.masked($0) }
                discovered.append(stream)
            }
        }
        return discovered
    }

    private func select(
        _ wanted: [String]?, of streams: [StreamDescriptor], _ connector: String
    ) throws(Failure) -> [StreamDescriptor] {
        guard let wanted else { return streams }
        return try wanted.map { (name) throws(Failure) in
            if let stream = streams.first(where: { $0.name == name }) { return stream }
            let near = nearestName(to: name, among: streams.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
            throw Failure(
                .config, "\(connector) has no stream `\(name.shortened)`\(near)",
                hint: "`curlew streams --connector \(connector)` lists them")
        }
    }

    private func show(_ streams: [DiscoveredStream]) -> ExitCode {
        for stream in streams {
            guard let failure = stream.failure else { continue }
            let text = "\(stream.descriptor.name): \(failure)"
            if !console.outputIsTerminal { console.send(Messages.log(.error, text)) }
            console.note("curlew: \(text)")
        }
        if console.outputIsTerminal {
            console.show(Table(header: ["STREAM", "CURSOR", "KEY", "FIELDS"], rows: streams.map(row)))
        } else {
            console.send(Messages.catalog(streams))
        }
        let failures = streams.count { $0.failure != nil }
        return failures == 0 ? .succeeded : failures == streams.count ? .failed : .partial
    }

    private func row(_ stream: DiscoveredStream) -> [String] {
        func path(_ names: [String]) -> String { names.joined(separator: ".") }
        let fields = stream.schema["properties"]?.object.map { $0.map(\.key).joined(separator: ", ") }
        return [
            stream.descriptor.name, stream.descriptor.cursorField.map(path) ?? "",
            stream.descriptor.primaryKey.map(path).joined(separator: ", "), fields ?? "",
        ]
    }
}
