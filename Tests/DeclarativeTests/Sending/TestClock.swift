import Connector
import DateTime
import Synchronization

@testable import Declarative

/// A clock that stands still until somebody waits, and then jumps.
final class TestClock: Sendable {
    private let state: Mutex<State>

    private struct State {
        var elapsed = Duration.zero
        var waits: [Duration] = []
    }

    let start = ContinuousClock.now
    let day: Timestamp

    init(day: String = "2026-11-21T12:00:00Z") {
        self.day = Timestamp(iso8601: day) ?? .unixEpoch
        state = Mutex(State())
    }

    var now: ContinuousClock.Instant { start + elapsed }
    var elapsed: Duration { state.withLock { $0.elapsed } }
    /// How long each wait was, in order.
    var waits: [Duration] { state.withLock { $0.waits } }

    func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

    private func wait(_ duration: Duration, _ deadline: Deadline) -> Bool {
        if deadline.isPulled { return false }
        if let instant = deadline.instant, now + duration >= instant { return false }
        state.withLock { state in
            state.elapsed += duration
            state.waits.append(duration)
        }
        return true
    }

    /// The clock as requests use it; what they draw is always `draw`.
    func timing(draw: Double = 0.5) -> Timing {
        Timing(
            now: { self.now },
            date: {
                let seconds = self.elapsed / .seconds(1)
                return Timestamp(fractionalUnixSeconds: Double(self.day.unixSeconds) + seconds) ?? self.day
            },
            sleep: { duration, deadline in
                await Task.yield()
                return self.wait(duration, deadline)
            },
            draw: { draw })
    }
}
