internal import Connector
internal import DateTime
internal import Synchronization

/// A clock for what is replayed: nobody has to wait, because waiting moves the clock.
final class RehearsalClock: Sendable {
    private let start = ContinuousClock.now
    private let date: Timestamp
    private let waited = Mutex(Duration.zero)

    /// A clock that begins at a time of day.
    init(at date: Timestamp) {
        self.date = date
    }

    /// The clock as requests use it. Deadlines hold as they would if the time had passed.
    var timing: Timing {
        Timing(
            now: { self.start + self.elapsed },
            date: { self.date.adding(CalendarDuration(seconds: self.elapsed.components.seconds)) ?? self.date },
            sleep: { duration, deadline in self.wait(duration, until: deadline) },
            draw: { 0.5 })
    }

    private var elapsed: Duration { waited.withLock { $0 } }

    private func wait(_ duration: Duration, until deadline: Deadline) -> Bool {
        if deadline.isPulled { return false }
        return waited.withLock { waited in
            if let instant = deadline.instant, start + waited + duration >= instant { return false }
            waited += duration
            return true
        }
    }
}
