package import HTTPClient
internal import Signing

/// What allows the use of an Azure storage account.
///
/// It is the first of these that the environment names: a connection string (AZURE_STORAGE_CONNECTION_STRING), the
/// account's key (AZURE_STORAGE_ACCOUNT_KEY), a shared access signature (AZURE_STORAGE_SAS_TOKEN), a service principal
/// (AZURE_STORAGE_CLIENT_ID, _CLIENT_SECRET and _TENANT_ID, or AZURE_CLIENT_ID and so on), a federated token
/// (AZURE_FEDERATED_TOKEN_FILE), and the identity of the machine. Nothing is read or requested before the first use.
package final class AzureAccess: Sendable {
    private let variables: Variables
    private let tokens: RenewableValue<AccessToken>

    /// Access with what the variables of an environment name.
    package init(environment: [String: String], session: HTTPSession, timing: AccessTiming = AccessTiming()) {
        let variables = Variables(environment)
        let source = AzureTokenSource(variables, session, timing)
        self.variables = variables
        tokens = RenewableValue(now: timing.now) { () throws(AccessError) in try await source.token() }
    }

    /// The storage account that the environment names.
    package func account() throws(AccessError) -> String? {
        if let (_, name) = variables.first(of: "AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT") { return name }
        return try connectionString()?.account
    }

    /// The address of the account's blobs, where the environment names one.
    package func endpoint() throws(AccessError) -> (variable: String, text: String)? {
        if let (name, text) = variables.first(of: "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT") { return (name, text) }
        return try connectionString()?.endpoint.map { ("AZURE_STORAGE_CONNECTION_STRING", $0) }
    }

    /// What to show or to sign with. Throws when there is nothing or it is refused.
    package func credentials() async throws(AccessError) -> AzureCredentials {
        if let text = try connectionString() {
            if let key = text.key {
                return .sharedKey(try Self.key(key, of: text.account, namedBy: "AZURE_STORAGE_CONNECTION_STRING"))
            }
            if let signature = text.signature {
                return try Self.signature(signature, "AZURE_STORAGE_CONNECTION_STRING")
            }
        }
        if let (name, key) = variables.first(of: "AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_KEY") {
            return .sharedKey(try Self.key(key, of: try account(), namedBy: name))
        }
        if let (name, text) = variables.first(of: "AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY") {
            return try Self.signature(text, name)
        }
        return .token(try await tokens.value())
    }

    /// Says that credentials were refused; the next ones are others, if there are others.
    package func rejected(_ credentials: AzureCredentials) {
        if case .token(let token) = credentials { tokens.rejected(token) }
    }

    private func connectionString() throws(AccessError) -> AzureConnectionString? {
        guard let text = variables["AZURE_STORAGE_CONNECTION_STRING"] else { return nil }
        return try AzureConnectionString(text)
    }

    private static func key(
        _ text: String, of account: String?, namedBy variable: String
    ) throws(AccessError) -> SharedKey {
        guard let account else {
            throw AccessError(
                .configuration, "\(variable) is set, and nothing says which account the key is of",
                hint: "set AZURE_STORAGE_ACCOUNT_NAME")
        }
        guard let key = SharedKey(account: account, key: text) else {
            throw AccessError(
                .configuration, "the account key in \(variable) is not base64, as Azure shows keys",
                hint: "copy it again, whole")
        }
        return key
    }

    private static func signature(_ text: String, _ variable: String) throws(AccessError) -> AzureCredentials {
        let query = text.hasPrefix("?") ? String(text.dropFirst()) : text
        let names = query.utf8.split(separator: UInt8(ascii: "&")).map { $0.prefix { $0 != UInt8(ascii: "=") } }
        guard names.contains(where: { $0.elementsEqual("sig".utf8) }), query.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw AccessError(
                .configuration, "\(variable) holds no shared access signature: that is a query with `sig=`",
                hint: "copy it again, whole")
        }
        return .sharedAccessSignature(query)
    }
}
