internal import Connector

extension Arguments {
    /// The largest definition of a connector, in bytes.
    private static let largestDefinition = 4 << 20
    /// The largest configuration, in bytes.
    private static let largestConfiguration = 1 << 20

    /// Fetches the connector and the configuration that options refer to, where they are not files. What fails is told by
    /// whoever asks for them.
    mutating func fetch(from places: any Places, for catalog: any ConnectorCatalog) async {
        for (option, limit) in [
            ("connector", Self.largestDefinition), ("config", Self.largestConfiguration),
        ] {
            guard let reference = self[option], places.isRemote(reference) else { continue }
            do throws(Failure) {
                let text = try await places.text(at: reference, limit: limit)
                fetched[option] = .success(text)
                if option == "connector" { catalog.hold(text, of: reference) }
            } catch {
                fetched[option] = .failure(error)
            }
        }
    }
}
