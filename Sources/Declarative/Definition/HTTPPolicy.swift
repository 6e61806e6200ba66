/// How requests are sent, repeated and spaced.
package struct HTTPPolicy: Hashable, Sendable {
    /// For one request from its start to the end of its answer.
    package var timeout: Duration = .seconds(60)
    package var connectTimeout: Duration = .seconds(10)
    /// How often a request is repeated before it fails.
    package var maximumRetries: Int = 5
    package var retryStatuses: [Int] = [429, 500, 502, 503, 504]
    package var backoff = Backoff()
    package var rateLimit = RateLimit()
    package var userAgent: String?
    /// Further hosts that may receive the credentials, such as `*.example.com`.
    package var credentialHosts: [String] = []
}

/// How long to wait before a request is repeated.
package struct Backoff: Hashable, Sendable {
    package enum Growth: String, CaseIterable, Sendable {
        case constant, linear, exponential
    }

    package var growth: Growth = .exponential
    package var initial: Duration = .milliseconds(200)
    package var maximum: Duration = .seconds(60)
    /// What the wait is multiplied by each time when it grows exponentially.
    package var multiplier: Double = 2
    /// Whether the wait is drawn at random from zero to the computed one.
    package var hasJitter = true
}

/// How many requests are sent at most.
package struct RateLimit: Hashable, Sendable {
    package var requestsPerSecond: Double?
    /// Whether the limits that answers announce in headers are kept.
    package var respectsHeaders = true
    /// The header with the number of requests left; nil for the usual names.
    package var remainingHeader: String?
    /// The header with the time at which the count starts again; nil for the usual names.
    package var resetHeader: String?
}
