package import JSON

/// The connectors there are: those that are part of the program, and those in files.
package protocol ConnectorCatalog: Sendable {
    /// The connectors that are part of the program. Making the list loads none of them.
    var summaries: [ConnectorSummary] { get }

    /// What a connector says of itself. `reference` is a name, an alias, or the path of a definition file.
    func describe(_ reference: String) throws(Failure) -> ConnectorDescription

    /// Keeps the text of a definition that was fetched: it is what `reference` means, until it is dropped, or many others have
    /// come since.
    func hold(_ text: [UInt8], of reference: String)

    /// Forgets a text that was held.
    func drop(_ reference: String)

    /// What a definition file says, when nothing in it is wrong.
    func validate(file: String) throws(Failure) -> ConnectorDescription

    /// Opens a connector with a configuration that fits its specification. No request is sent.
    func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source

    /// The streams of a connector that knows them without a configuration; nil for one whose source must be asked.
    func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]?

    /// The JSON Schema of definition files, for editors.
    var fileSchema: JSONValue { get }

    /// A commented definition file to begin with.
    func starter(named name: String) throws(Failure) -> String
}

extension ConnectorCatalog {
    package func hold(_ text: [UInt8], of reference: String) {}
    package func drop(_ reference: String) {}

    package func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]? { nil }
}

/// A line in the list of connectors.
package struct ConnectorSummary: Hashable, Sendable {
    package var name: String
    package var aliases: [String]
    package var category: String
    package var description: String

    /// A summary from its parts.
    package init(name: String, aliases: [String] = [], category: String, description: String) {
        self.name = name
        self.aliases = aliases
        self.category = category
        self.description = description
    }
}

/// What a connector says of itself without being asked for data.
package struct ConnectorDescription: Hashable, Sendable {
    package var name: String
    package var version: String
    package var title: String?
    package var description: String?
    package var category: String?
    package var aliases: [String]
    package var documentationURL: String?
    package var configuration: ConfigurationSpecification
    package var streams: [StreamDescription]

    /// A description from its parts.
    package init(
        name: String, version: String, title: String? = nil, description: String? = nil, category: String? = nil,
        aliases: [String] = [], documentationURL: String? = nil, configuration: ConfigurationSpecification,
        streams: [StreamDescription]
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.description = description
        self.category = category
        self.aliases = aliases
        self.documentationURL = documentationURL
        self.configuration = configuration
        self.streams = streams
    }
}

/// What a connector says of a stream.
package struct StreamDescription: Hashable, Sendable {
    package var name: String
    package var description: String?
    package var isIncremental: Bool

    /// A description from its parts.
    package init(name: String, description: String? = nil, isIncremental: Bool) {
        self.name = name
        self.description = description
        self.isIncremental = isIncremental
    }
}

/// A connector whose definition file is part of the program.
package struct EmbeddedConnector: Sendable {
    package var summary: ConnectorSummary
    /// The bytes of the definition file.
    package var text: @Sendable () -> [UInt8]

    /// An embedded connector from its parts.
    package init(summary: ConnectorSummary, text: @escaping @Sendable () -> [UInt8]) {
        self.summary = summary
        self.text = text
    }
}
