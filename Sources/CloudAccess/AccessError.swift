/// Why there are no credentials for a cloud, or why a service of it did not answer as wanted. Holds no secret.
package struct AccessError: Error, Hashable, Sendable {
    /// The classes of cause.
    package enum Kind: Hashable, Sendable {
        /// What was given is wrong: a variable, a file, a reference.
        case configuration
        /// There are no credentials, or they were refused.
        case denied
        /// What was asked for does not exist.
        case notFound
        /// The service failed or could not be reached.
        case unavailable
    }

    package let kind: Kind
    /// What went wrong, for a person.
    package let message: String
    /// What would help, where that is known.
    package let hint: String?

    /// An error from its parts.
    package init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
