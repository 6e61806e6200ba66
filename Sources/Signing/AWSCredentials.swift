/// What requests to AWS, and to servers that speak its protocols, are signed with.
package struct AWSCredentials: Hashable, Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    /// What temporary credentials have besides.
    package var sessionToken: String?

    /// Credentials from their parts.
    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible {
    /// The key's name alone, which is no secret.
    package var description: String { "credentials \(accessKeyID)" }
    package var debugDescription: String { description }
}
