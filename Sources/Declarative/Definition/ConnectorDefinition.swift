package import Connector
package import Templates

/// A connector: everything that a definition file says, typed and checked.
///
/// Dialects of the file format read into this one model; nothing behind it knows how the file was spelled.
package struct ConnectorDefinition: Hashable, Sendable {
    package var name: String
    /// The version of the definition, not of Curlew.
    package var version: String
    package var title: String?
    package var description: String?
    package var category: String?
    package var aliases: [String] = []
    package var documentationURL: String?
    /// What stands before every relative path.
    package var baseURL: Template
    package var configuration: ConfigurationSpecification
    package var authentication: Authentication = .none
    package var http = HTTPPolicy()
    package var check: CheckRequest?
    package var streams: [StreamDefinition]

    /// A stream by its name.
    package func stream(named name: String) -> StreamDefinition? {
        streams.first { $0.name == name }
    }
}

/// The request that tells whether a configuration works. Without one, the first stream's first page is asked for.
package struct CheckRequest: Hashable, Sendable {
    package var request: RequestDefinition
    /// The statuses that mean success.
    package var expectedStatuses: [Int] = [200]
}
