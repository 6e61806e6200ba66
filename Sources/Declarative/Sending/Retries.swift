/// How often one request was repeated, and what comes next. Each page, job or token has its own.
struct Retries: Hashable, Sendable {
    /// How many times the request was made again because it had failed.
    private(set) var count = 0
    /// Whether the credentials were renewed because they were refused.
    private(set) var hasRenewedCredentials = false

    /// Counts one more; returns how long to wait before it, or nil when there are none left.
    ///
    /// What a server asks for counts even when it is longer than the longest back-off. `draw` is a random number from 0
    /// up to 1.
    mutating func next(_ policy: HTTPPolicy, retryAfter: Duration?, draw: Double) -> Duration? {
        guard count < policy.maximumRetries else { return nil }
        count += 1
        if let retryAfter, retryAfter > .zero { return retryAfter }
        return policy.backoff.wait(before: count, draw: draw)
    }

    /// Whether credentials that were refused may be renewed: once for each request.
    mutating func mayRenewCredentials() -> Bool {
        defer { hasRenewedCredentials = true }
        return !hasRenewedCredentials
    }
}
