internal import Connector
internal import JSON

/// A connector with a configuration that fits it.
struct ConfiguredConnector {
    let reference: String
    let description: ConnectorDescription
    let configuration: Configuration
    /// Everything that must not be shown.
    let secrets: Secrets

    /// The connector of `--connector` with the configuration of `--config` or `--config-json`; without either, with an
    /// empty one.
    init(_ arguments: Arguments, for command: String, in catalog: any ConnectorCatalog) throws(Failure) {
        try self.init(
            try arguments.connector(for: command), try arguments.configuration(), in: catalog)
    }

    /// A connector by its name or path, with a configuration.
    init(_ reference: String, _ given: GivenConfiguration?, in catalog: any ConnectorCatalog) throws(Failure) {
        self.reference = reference
        description = try catalog.describe(reference)
        do throws(Failure) {
            configuration = try description.configuration.check(
                given?.value ?? [:], from: given?.source ?? "the configuration")
        } catch {
            if given != nil { throw error }
            throw Failure(
                error.kind, error.message,
                hint: "give it with `--config FILE` or `--config-json JSON`; "
                    + "`curlew spec --connector \(reference)` says what belongs into it")
        }
        secrets = Secrets(configuration.secrets)
    }
}
