/// Why something could not be done: the one error type that reaches a person.
///
/// It is classified once, where the cause is known; exit codes, HTTP statuses and retries are read off the kind alone.
/// The message is one or two sentences that name the field, file, stream, URL or status concerned, and never holds a
/// secret.
public struct Failure: Error, Hashable, Sendable {
    /// The classes of cause.
    public enum Kind: String, CaseIterable, Sendable {
        /// The configuration, a connector definition, an event or an argument is wrong.
        case config
        /// The source refused the credentials.
        case auth
        /// The source asks to come back later.
        case rateLimit = "rate_limit"
        /// The source failed, or could not be reached.
        case source
        /// What the source sent cannot be understood.
        case data
        /// The place to write to failed, or could not be reached.
        case destination
        /// Another run holds the state.
        case stateConflict = "state_conflict"
        /// The time budget ended before there was any progress.
        case deadline
        /// A fault of Curlew's own.
        case `internal`
    }

    /// The class of the cause.
    public let kind: Kind
    /// What went wrong, for a person.
    public let message: String
    /// What would help, where that is known.
    public let hint: String?
    /// Whether the same attempt may succeed later.
    public let mayRetry: Bool

    /// Creates a failure from its parts.
    public init(_ kind: Kind, _ message: String, hint: String? = nil, mayRetry: Bool = false) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.mayRetry = mayRetry
    }
}

extension Failure: CustomStringConvertible {
    /// The message, and the hint where there is one.
    public var description: String {
        hint.map { "\(message)\nHint: \($0)" } ?? message
    }
}
