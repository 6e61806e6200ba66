internal import Connector
internal import DateTime
internal import HTTPClient

/// Why an answer that arrived must be asked for again.
struct Setback: Hashable, Sendable {
    /// What becomes of it when there are no retries left.
    var failure: Failure
    /// How long the server asks to wait.
    var retryAfter: Duration?
    /// Whether the request may be sent again at all.
    var mayRepeat: Bool

    /// A setback from its parts.
    init(_ failure: Failure, retryAfter: Duration? = nil, mayRepeat: Bool = true) {
        self.failure = failure
        self.retryAfter = retryAfter
        self.mayRepeat = mayRepeat
    }
}
