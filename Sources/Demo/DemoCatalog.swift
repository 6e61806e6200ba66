package import Connector
package import JSON

/// A catalog whose connector `demo` needs no API: the program serves it one, and stops when it ends itself.
package struct DemoCatalog: ConnectorCatalog {
    /// The connector's name, and the field of its configuration that says where the API is.
    private static let (name, field) = ("demo", "base_url")

    private let catalog: any ConnectorCatalog
    private let servers = DemoServers()

    /// A catalog that has what another has.
    package init(_ catalog: any ConnectorCatalog) {
        self.catalog = catalog
    }

    package func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source {
        let given = configuration.values
        guard given[Self.field] == nil, let specification = try demoSpecification(reference) else {
            return try catalog.source(reference, configuration: configuration, environment: environment)
        }
        let server = try servers.server(DemoSettings(given))
        var values = given
        values[Self.field] = .string(server.origin + "/v1")
        let complete = try specification.check(.object(values), from: "the configuration")
        return ServedSource(
            try catalog.source(reference, configuration: complete, environment: environment), from: server)
    }

    /// What the demo's connector asks for; nil when another is meant.
    private func demoSpecification(_ reference: String) throws(Failure) -> ConfigurationSpecification? {
        guard reference == Self.name || reference.hasSuffix("/\(Self.name).yaml") else { return nil }
        let description = try catalog.describe(reference)
        let isDemo = description.name == Self.name && description.configuration.field(named: Self.field) != nil
        return isDemo ? description.configuration : nil
    }
}

// What the other catalog says.
extension DemoCatalog {
    package var summaries: [ConnectorSummary] { catalog.summaries }
    package var fileSchema: JSONValue { catalog.fileSchema }

    package func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
        try catalog.describe(reference)
    }

    package func hold(_ text: [UInt8], of reference: String) { catalog.hold(text, of: reference) }
    package func drop(_ reference: String) { catalog.drop(reference) }

    package func validate(file: String) throws(Failure) -> ConnectorDescription { try catalog.validate(file: file) }

    package func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]? {
        try catalog.declaredStreams(reference)
    }

    package func starter(named name: String) throws(Failure) -> String { try catalog.starter(named: name) }
}
