package import DateTime

/// Tells the time, waits and draws lots for requests to AWS; tests put something of their own in its place.
package struct AWSTiming: Sendable {
    package var now: @Sendable () -> Timestamp
    /// Waits; returns at once when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void
    /// A number from 0 up to, but not including, 1.
    package var draw: @Sendable () -> Double
    /// How long the metadata service of a machine may take, which on most machines is not there.
    package var metadataTimeout = Duration.seconds(1)
    /// How long a process that gives credentials may run.
    package var processTimeout = Duration.seconds(60)

    /// The system's clock, unless it is said otherwise.
    package init(
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.now = now
        self.sleep = sleep
        self.draw = draw
    }
}
