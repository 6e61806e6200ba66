internal import DateTime
internal import Signing

/// Decides whether credentials are used, looked for, or waited for. It has no clock and looks nowhere.
struct CredentialState: Sendable {
    private var current: ExpiringCredentials?
    /// When others are to be looked for, in seconds since 1970; nil for never.
    private var renewal: Int64?
    private var isRefused = false
    /// Those that were refused last: when the same come again, that was the best there are.
    private var lastRefused: AWSCredentials?
    private var isLooking = false
    /// How many searches there have been, and how the latest failed.
    private var searches = 0
    private var lastFailure: AccessError?
    private var lastWaiter = 0
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]

    enum Next: Hashable, Sendable {
        case use(AWSCredentials)
        /// Look for some, say how it went, and ask again.
        case look(search: Int)
        /// Wait for whoever looks, and ask again.
        case wait(search: Int)
        /// The search that was waited for failed.
        case fail(AccessError)
    }

    /// How long before their end credentials are replaced, in seconds. What lives shortly is replaced after half its life.
    private static let margin: Int64 = 300
    /// How long credentials are used after a search that brought none, or only such as have expired, in seconds.
    private static let pause: Int64 = 30

    /// What to do for a request at `now`. `awaited` is the search it waited for.
    mutating func next(at now: Timestamp, awaited: Int? = nil) -> Next {
        if let current, !isRefused {
            let isDue = renewal.map { now.unixSeconds >= $0 } ?? false
            if !isDue || isLooking && isGood(at: now) { return .use(current.credentials) }
        }
        if isLooking { return .wait(search: searches) }
        if awaited == searches, let lastFailure { return .fail(lastFailure) }
        isLooking = true
        searches += 1
        lastFailure = nil
        return .look(search: searches)
    }

    /// Notes that a service has refused credentials.
    mutating func rejected(_ credentials: AWSCredentials) {
        guard current?.credentials == credentials, lastRefused != credentials else { return }
        isRefused = true
        lastRefused = credentials
    }

    /// Notes how a search ended; returns who waited for it.
    mutating func ended(
        _ outcome: Result<ExpiringCredentials, AccessError>, at now: Timestamp
    ) -> [CheckedContinuation<Void, Never>] {
        isLooking = false
        switch outcome {
        case .success(let found):
            current = found
            isRefused = false
            renewal = found.expiration.map { end in
                let left = end.unixSeconds - now.unixSeconds
                return max(end.unixSeconds - min(Self.margin, left / 2), now.unixSeconds + Self.pause)
            }
        case .failure(let failure):
            lastFailure = failure
            if let end = current?.expiration, isGood(at: now) {
                renewal = min(now.unixSeconds + Self.pause, end.unixSeconds)
            }
        }
        defer { waiters = [:] }
        return Array(waiters.values)
    }

    private func isGood(at now: Timestamp) -> Bool {
        current?.expiration.map { now < $0 } ?? (current != nil)
    }

    /// A number for someone who waits.
    mutating func newWaiter() -> Int {
        lastWaiter += 1
        return lastWaiter
    }

    /// Keeps who waits until the search ends; false when it has ended already.
    mutating func wait(_ waiter: Int, search: Int, _ continuation: CheckedContinuation<Void, Never>) -> Bool {
        guard isLooking, search == searches else { return false }
        waiters[waiter] = continuation
        return true
    }

    /// Forgets who waits; returns it, if it did.
    mutating func forget(_ waiter: Int) -> CheckedContinuation<Void, Never>? {
        waiters.removeValue(forKey: waiter)
    }
}
