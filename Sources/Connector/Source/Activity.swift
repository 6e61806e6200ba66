internal import Synchronization

/// Counts what a source does, for progress and metrics. Any task may count, and look.
package final class Activity: Sendable {
    private let requestCount = Atomic<Int>(0)
    private let retryCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int>(0)
    private let waitedNanoseconds = Atomic<Int>(0)
    private let waitingTasks = Atomic<Int>(0)

    /// Nothing counted yet.
    package init() {}

    /// Requests sent, those that are repeated included.
    package var requests: Int { requestCount.load(ordering: .relaxed) }
    /// Requests sent again because they failed.
    package var retries: Int { retryCount.load(ordering: .relaxed) }
    /// Bytes of answers, as they were parsed.
    package var bytes: Int { byteCount.load(ordering: .relaxed) }
    /// How long requests were held back for rate limits and after failures, all of them together.
    package var waited: Duration { .nanoseconds(waitedNanoseconds.load(ordering: .relaxed)) }
    /// Whether a request is being held back now.
    package var isWaiting: Bool { waitingTasks.load(ordering: .relaxed) > 0 }

    package func countRequest() { requestCount.add(1, ordering: .relaxed) }
    package func countRetry() { retryCount.add(1, ordering: .relaxed) }
    package func count(bytes: Int) { byteCount.add(bytes, ordering: .relaxed) }

    /// Counts the time that `body` takes as time a request is held back.
    package func whileWaiting<Result>(_ body: () async -> Result) async -> Result {
        let start = ContinuousClock.now
        waitingTasks.add(1, ordering: .relaxed)
        defer {
            waitingTasks.subtract(1, ordering: .relaxed)
            let waited = ContinuousClock.now - start
            waitedNanoseconds.add(
                Int(waited.components.seconds) * 1_000_000_000 + Int(waited.components.attoseconds / 1_000_000_000),
                ordering: .relaxed)
        }
        return await body()
    }
}
