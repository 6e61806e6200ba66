package import Connector
package import HTTPClient
package import JSON
internal import Spelling

/// The connectors that are definition files: the embedded ones, and any file a user names.
package struct DeclarativeCatalog: ConnectorCatalog {
    private let embedded: [EmbeddedConnector]
    private let fetched = FetchedDefinitions()
    private let compiled = CompiledDefinitions()
    private let tokens = TokenStore()
    private let session: HTTPSession?

    /// A catalog with the given connectors inside the program, whose sources share the connections of a session; without
    /// one, each has its own.
    package init(embedded: [EmbeddedConnector], session: HTTPSession? = nil) {
        self.embedded = embedded
        self.session = session
    }

    package var summaries: [ConnectorSummary] { embedded.map(\.summary) }

    package func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
        ConnectorDescription(try definition(reference))
    }

    package func validate(file: String) throws(Failure) -> ConnectorDescription {
        if let text = fetched.text(of: file) { return ConnectorDescription(try parse(text, file: file)) }
        return ConnectorDescription(try definition(inFile: file))
    }

    package func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source {
        let definition = try definition(reference)
        return try DeclarativeSource(
            definition, configuration: configuration, environment: environment, session: session,
            tokens: tokens.tokens(of: definition, configuration))
    }

    package func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]? {
        try definition(reference).streams.map(\.descriptor)
    }

    package var fileSchema: JSONValue { DefinitionSchema.document }

    package func starter(named name: String) throws(Failure) -> String {
        if let fault = name.connectorNameFault { throw Failure(.config, fault) }
        return StarterFile.text(name: name)
    }

    package func hold(_ text: [UInt8], of reference: String) {
        fetched.hold(text, of: reference)
    }

    package func drop(_ reference: String) { fetched.drop(reference) }

    /// The definition of a connector. A reference with a slash, or that ends like a YAML file, is a path; anything else is a
    /// name or alias.
    package func definition(_ reference: String) throws(Failure) -> ConnectorDefinition {
        if let text = fetched.text(of: reference) { return try parse(text, file: reference) }
        let isPath = reference.contains("/") || reference.hasSuffix(".yaml") || reference.hasSuffix(".yml")
        if isPath { return try definition(inFile: reference) }
        let match = embedded.first { $0.summary.name == reference || $0.summary.aliases.contains(reference) }
        guard let match else { throw unknown(reference) }
        return try parse(match.text(), file: "\(match.summary.name).yaml")
    }

    private func definition(inFile path: String) throws(Failure) -> ConnectorDefinition {
        try parse(try TextFile.read(path, limit: 4 << 20), file: path)
    }

    private func parse(_ text: [UInt8], file: String) throws(Failure) -> ConnectorDefinition {
        try compiled.definition(text, file: file)
    }

    private func unknown(_ name: String) -> Failure {
        let names = embedded.flatMap { [$0.summary.name] + $0.summary.aliases }
        let near = nearestName(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
        return Failure(
            .config, "no connector is called `\(name.shortened)`" + near,
            hint:
                "`curlew list` shows the built-in connectors; a file is named by its path, such as ./\(name.shortened).yaml"
        )
    }
}

extension ConnectorDescription {
    init(_ definition: ConnectorDefinition) {
        self.init(
            name: definition.name, version: definition.version, title: definition.title,
            description: definition.description, category: definition.category, aliases: definition.aliases,
            documentationURL: definition.documentationURL, configuration: definition.configuration,
            streams: definition.streams.map {
                StreamDescription(name: $0.name, description: $0.description, isIncremental: $0.incremental != nil)
            })
    }
}
