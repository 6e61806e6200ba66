/// Decides when requests may be sent so that a server's limits are kept. It has no clock and does not wait.
///
/// Requests are spaced, rather than let through in bursts, so that no second has more of them than it may. What answers
/// announce is used up freely until little of it is left; that is spread over the time until the count starts again, so
/// that requests become slow before they are refused. Nothing is sent while a server has asked for a pause.
struct RateLimiter: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A request's place in the queue.
    struct Ticket: Sendable {
        fileprivate var slot: Instant
        /// Tickets from before a pause are void.
        fileprivate var pauses: Int
    }

    /// What a request has to do.
    enum Admission: Hashable, Sendable {
        case go
        /// Ask again after that time; `announced` if it is the server who wants it.
        case wait(Duration, announced: Bool)
    }

    /// What is left until the count starts again.
    private struct Allowance {
        var remaining: Int
        var limit: Int?
        var reset: Instant

        /// Below this, what is left is spread.
        var scarcity: Int { limit.map { max($0 / 10, 1) } ?? 10 }
    }

    private let interval: Duration
    private let respectsAllowance: Bool
    private var nextSlot: Instant?
    private var allowance: Allowance?
    private var pausedUntil: Instant?
    private var pauses = 0

    init(_ limit: RateLimit) {
        interval = limit.requestsPerSecond.map { .seconds(1 / $0) } ?? .zero
        respectsAllowance = limit.respectsHeaders
    }

    /// Whether a request may be sent now. Its ticket is kept for the next time it asks.
    mutating func admit(_ ticket: inout Ticket?, at now: Instant) -> Admission {
        if let pausedUntil {
            if now < pausedUntil { return .wait(pausedUntil - now, announced: true) }
            self.pausedUntil = nil
        }
        if ticket?.pauses != pauses { ticket = nil }
        let (slot, isSpread) = ticket.map { ($0.slot, false) } ?? takeSlot(at: now)
        ticket = Ticket(slot: slot, pauses: pauses)
        return slot <= now ? .go : .wait(slot - now, announced: isSpread)
    }

    private mutating func takeSlot(at now: Instant) -> (Instant, isSpread: Bool) {
        let slot = max(nextSlot ?? now, now)
        var following = interval
        var isSpread = false
        if var allowance, allowance.reset > slot {
            if allowance.remaining <= 0 {
                nextSlot = allowance.reset + interval
                self.allowance = nil
                return (allowance.reset, true)
            }
            if allowance.remaining <= allowance.scarcity {
                following = max(following, (allowance.reset - slot) / allowance.remaining)
                isSpread = true
            }
            allowance.remaining -= 1
            self.allowance = allowance
        } else {
            allowance = nil
        }
        nextSlot = slot + following
        return (slot, isSpread)
    }

    /// Takes note of what an answer says is left. A good answer with something left ends a longer pause at the time when
    /// its count starts again.
    mutating func note(remaining: Int, limit: Int?, reset: Instant, at now: Instant, isRefusal: Bool = false) {
        guard respectsAllowance, reset > now else { return }
        if remaining > 0, !isRefusal, let pausedUntil, reset < pausedUntil {
            self.pausedUntil = reset
            nextSlot = reset
        }
        if let known = allowance, Self.isSame(known.reset, reset) {
            // Answers overtake one another, and requests are under way that they do not count yet.
            allowance?.remaining = min(known.remaining, remaining)
            allowance?.limit = limit ?? known.limit
        } else {
            allowance = Allowance(remaining: remaining, limit: limit, reset: reset)
        }
        if remaining <= 0 { pause(until: reset) }
    }

    /// Holds everything back for a time, because a server asks for it.
    mutating func pause(until end: Instant) {
        if let pausedUntil, pausedUntil >= end { return }
        pausedUntil = end
        pauses += 1
        nextSlot = end
        if let allowance, allowance.reset <= end { self.allowance = nil }
    }

    /// Whether two times, as counted from two answers, are the same to a server.
    private static func isSame(_ one: Instant, _ other: Instant) -> Bool {
        let distance = one > other ? one - other : other - one
        return distance < .milliseconds(1500)
    }
}
