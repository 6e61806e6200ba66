package import DateTime

/// Tells the time and waits; tests put something of their own in its place.
package struct AccessTiming: Sendable {
    package var now: @Sendable () -> ContinuousClock.Instant
    package var date: @Sendable () -> Timestamp
    /// Waits; returns at once when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        date: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
    }
}
