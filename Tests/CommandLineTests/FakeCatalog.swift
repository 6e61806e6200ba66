import Connector
import JSON

/// A catalog with two connectors and one broken file.
struct FakeCatalog: ConnectorCatalog {
    /// Opens the connector `orchard`.
    var open: @Sendable (Configuration, SourceEnvironment) throws(Failure) -> any Source = {
        (_, _) throws(Failure) in throw Failure(.internal, "this catalog opens nothing")
    }
    /// What is known of streams without a configuration.
    var declared: [StreamDescriptor]?
    let summaries = [
        ConnectorSummary(
            name: "orchard", aliases: ["orchard-billing"], category: "Fruit",
            description: "Trees, harvests and prices of an orchard, in a line that is too long for a narrow terminal"),
        ConnectorSummary(name: "well", category: "Water", description: "Levels"),
    ]

    func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
        guard reference == "orchard" || reference == "orchard-billing" else {
            throw Failure(.config, "no connector is called `\(reference)`", hint: "`curlew list` shows them")
        }
        var key = ConfigurationField("api_key")
        key.title = "Key"
        key.description = "Where apples\nare counted."
        (key.isSecret, key.isRequired) = (true, true)
        var since = ConfigurationField("start_date")
        since.format = .date
        since.defaultValue = "2024-01-01"
        var rows = ConfigurationField("rows", type: .array)
        rows.title = "Rows of trees"
        rows.allowedValues = ["north", "south"]
        return ConnectorDescription(
            name: "orchard", version: "1.0.0", title: "Orchard", documentationURL: "https://orchard.example.com/docs",
            configuration: ConfigurationSpecification(fields: [key, since, rows]),
            streams: [
                StreamDescription(name: "trees", description: "Every tree.", isIncremental: false),
                StreamDescription(name: "harvests", isIncremental: true),
            ])
    }

    func validate(file: String) throws(Failure) -> ConnectorDescription {
        if file == "broken.yaml" {
            throw Failure(
                .config,
                "broken.yaml:1:1: `name` is missing here\nbroken.yaml:2:3: unknown key `pat`; did you mean `path`?")
        }
        return try describe("orchard")
    }

    func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source {
        try open(configuration, environment)
    }

    func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]? {
        _ = try describe(reference)
        return declared
    }

    var fileSchema: JSONValue { ["type": "object"] }

    func starter(named name: String) throws(Failure) -> String { "name: \(name)\n" }
}

extension FakeCatalog {
    /// A catalog whose connector is a source.
    init(_ source: FakeSource) {
        self.init(open: { (_, _) throws(Failure) in source })
    }

    /// The options that `orchard` can be opened with.
    static let options = ["--connector", "orchard", "--config-json", #"{"api_key":"sk_apples"}"#]
}
