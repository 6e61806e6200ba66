internal import Connector

/// What a request carries to prove who sends it.
struct Credentials: Hashable, Sendable {
    var headers: [RequestDraft.NamedText] = []
    var parameters: [RequestDraft.NamedText] = []
    /// The token they show, where it was obtained and can be renewed.
    var token: Token?

    var canBeRenewed: Bool { token != nil }
}

/// Provides the credentials of requests.
protocol Authenticator: Sendable {
    /// The credentials to use now.
    func credentials(until deadline: Deadline) async throws(RequestFault) -> Credentials

    /// Sees to it that the next credentials are others than these, which were refused.
    func renew(_ refused: Credentials, until deadline: Deadline) async throws(RequestFault)
}

/// Credentials that are always the same.
struct FixedCredentials: Authenticator {
    private let credentials: Credentials

    init(_ credentials: Credentials = Credentials()) {
        self.credentials = credentials
    }

    func credentials(until deadline: Deadline) async throws(RequestFault) -> Credentials { credentials }

    func renew(_ refused: Credentials, until deadline: Deadline) async throws(RequestFault) {}
}

/// A token that was obtained.
struct Token: Hashable, Sendable {
    var text: String
    /// When it is replaced, a little before it expires; nil when nobody said when that is.
    var renewal: ContinuousClock.Instant?
}
