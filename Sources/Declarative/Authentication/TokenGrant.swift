internal import Connector

/// A way to obtain tokens.
protocol TokenGrant: Sendable {
    var timing: Timing { get }

    /// Obtains a token.
    func token(until deadline: Deadline) async throws(RequestFault) -> Token
}
