package import DateTime

/// Tells the time, waits and draws lots; tests put something of their own in its place.
package struct StoreTiming: Sendable {
    package var now: @Sendable () -> ContinuousClock.Instant
    package var date: @Sendable () -> Timestamp
    /// Waits; returns at once when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void
    /// A number from 0 up to, but not including, 1.
    package var draw: @Sendable () -> Double
    /// How long a store may send nothing at all; counts in whole seconds.
    package var stallTimeout = Duration.seconds(30)

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        date: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
        self.draw = draw
    }
}
