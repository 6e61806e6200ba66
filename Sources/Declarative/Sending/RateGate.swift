internal import Connector
internal import HTTPClient
internal import Synchronization

/// The one way out for all requests of a connector, at the pace that its limits allow.
final class RateGate: Sendable {
    private let policy: RateLimit
    private let activity: Activity
    private let timing: Timing
    private let limiter: Mutex<RateLimiter>

    init(_ policy: RateLimit, activity: Activity, timing: Timing) {
        self.policy = policy
        self.activity = activity
        self.timing = timing
        limiter = Mutex(RateLimiter(policy))
    }

    /// Returns when a request may be sent.
    func pass(until deadline: Deadline) async throws(RequestFault) {
        var ticket: RateLimiter.Ticket?
        while true {
            if deadline.isPulled { throw .stopped }
            let now = timing.now()
            switch limiter.withLock({ $0.admit(&ticket, at: now) }) {
            case .go: return
            case .wait(let duration, let announced):
                try await timing.hold(for: duration, announced: announced, activity: activity, until: deadline)
            }
        }
    }

    /// Takes note of what an answer says about limits.
    func note(_ head: HTTPResponseHead) {
        let (now, date) = (timing.now(), timing.date())
        if head.status >= 400, let pause = head.retryAfter(now: date), pause > .zero {
            limiter.withLock { $0.pause(until: now + pause) }
        }
        guard policy.respectsHeaders, let announced = RateLimitAnnouncement(head, policy, now: date) else { return }
        limiter.withLock {
            $0.note(
                remaining: announced.remaining, limit: announced.limit, reset: now + announced.reset, at: now,
                isRefusal: head.status >= 400)
        }
    }
}
