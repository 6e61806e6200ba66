internal import Connector
internal import DateTime

/// Tells the time, waits and draws lots; tests put something of their own in its place.
struct Timing: Sendable {
    var now: @Sendable () -> ContinuousClock.Instant
    /// The time of day, which servers speak of.
    var date: @Sendable () -> Timestamp
    /// Waits for a time; false when the deadline came first, or would.
    var sleep: @Sendable (Duration, Deadline) async -> Bool
    /// A number from 0 up to, but not including, 1.
    var draw: @Sendable () -> Double
    /// Whether waiting takes time.
    var waits = true

    static let system = Timing(
        now: { .now }, date: { .now() }, sleep: { await $1.sleep(for: $0) }, draw: { .random(in: 0..<1) })

    /// The same, but that whoever waits goes on at once.
    var withoutWaiting: Timing {
        var timing = self
        timing.sleep = { _, deadline in !deadline.isPulled }
        timing.waits = false
        return timing
    }

    /// How long there is until a deadline; nil without a limit.
    func remaining(until deadline: Deadline) -> Duration? {
        if deadline.isPulled { return .zero }
        return deadline.instant.map { max($0 - now(), .zero) }
    }

    /// Without a deadline nobody waits longer for a server.
    private static let longestAnnounced = Duration.seconds(3600)

    /// Holds a request back, and counts that. `announced` says that the server asked for it, so that it is of no use to
    /// come back earlier; `reason` begins the failure when that is too long to wait for.
    func hold(
        for duration: Duration, announced: Bool, reason: String? = nil, activity: Activity, until deadline: Deadline
    ) async throws(RequestFault) {
        if duration <= .zero { return }
        if announced, waits, deadline.instant == nil, duration > Self.longestAnnounced {
            throw .failed(
                Failure(
                    .rateLimit, (reason.map { "\($0); " } ?? "") + "the server asks to wait \(duration.spoken)",
                    hint: "without a deadline, the longest wait is an hour: try again later", mayRetry: true))
        }
        let hasWaited = await activity.whileWaiting { await sleep(duration, deadline) }
        if hasWaited { return }
        if deadline.isPulled || Task.isCancelled { throw .stopped }
        throw .outOfTime(resumeAfter: announced ? duration : nil)
    }
}
