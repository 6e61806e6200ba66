internal import Connector
internal import JSON
internal import Synchronization

/// What was obtained to show to a service, and outlives the source that obtained it.
final class KeptTokens: Sendable {
    let state = Mutex(TokenState())
    /// The refresh token that replaced the configured one.
    let refreshToken = Mutex<String?>(nil)
}

/// The tokens of a process: a source that is opened like one before it shows the same.
final class TokenStore: Sendable {
    /// A function has one configuration, mostly; one that serves many tenants must not keep the tokens of all.
    private static let most = 16

    /// Who asks for tokens, and with what: nothing else decides which they are.
    private struct Entry {
        var definition: ConnectorDefinition
        var configuration: JSONObject
        var tokens: KeptTokens
    }

    private let entries = Mutex<[Entry]>([])

    /// The tokens of a connector with a configuration.
    func tokens(of definition: ConnectorDefinition, _ configuration: Configuration) -> KeptTokens {
        if case .none = definition.authentication { return KeptTokens() }
        return entries.withLock { entries in
            let known = entries.first {
                $0.configuration == configuration.values && $0.definition.authentication == definition.authentication
                    && $0.definition.baseURL == definition.baseURL && $0.definition.name == definition.name
            }
            if let known { return known.tokens }
            let tokens = KeptTokens()
            if entries.count == Self.most { entries.removeFirst() }
            entries.append(Entry(definition: definition, configuration: configuration.values, tokens: tokens))
            return tokens
        }
    }
}
