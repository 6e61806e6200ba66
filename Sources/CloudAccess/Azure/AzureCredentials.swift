package import Signing

/// What requests to Azure Storage are allowed by.
package enum AzureCredentials: Hashable, Sendable {
    /// Each request is signed with the key of the account.
    case sharedKey(SharedKey)
    /// What is added to the query of each request, percent-encoded as it is. It is a secret.
    case sharedAccessSignature(String)
    /// A token that requests show.
    case token(AccessToken)
}

extension AzureCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind alone, and no secret.
    package var description: String {
        switch self {
        case .sharedKey(let key): "\(key)"
        case .sharedAccessSignature: "a shared access signature"
        case .token: "a token"
        }
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
