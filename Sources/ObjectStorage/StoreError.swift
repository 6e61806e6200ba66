/// Why a store did not do what it should. No text here holds a secret.
package struct StoreError: Error, Hashable, Sendable {
    /// The classes of cause.
    package enum Kind: Hashable, Sendable {
        /// What was given is wrong: a URL, a variable, a region.
        case configuration
        /// There are no credentials, or they were refused.
        case credentials
        /// The credentials are good, and do not allow this.
        case denied
        /// The bucket, container or folder does not exist.
        case missing
        /// Another has written the object, or a condition did not hold.
        case conflict
        /// The object is larger than the caller takes.
        case tooLarge
        /// The store is busy, failed, or could not be reached, and went on doing so.
        case unavailable
        /// The store did not answer well before the time was over that there was.
        case late
        /// The store answered what cannot be understood or must not be.
        case unexpected
    }

    package let kind: Kind
    /// What went wrong and where, for a person.
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

extension StoreError: CustomStringConvertible {
    package var description: String {
        hint.map { "\(message)\nHint: \($0)" } ?? message
    }
}
