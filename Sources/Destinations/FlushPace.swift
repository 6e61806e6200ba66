internal import Synchronization

/// Learns how long it takes to make durable what is in memory.
final class FlushPace: Sendable {
    private let state = Mutex(State())

    private struct State {
        /// For a megabyte of rows, until it is encoded and sent: slow at first, so that nothing is risked.
        var perMegabyte = Duration.milliseconds(50)
        /// For files to come into view.
        var perCommit = Duration.milliseconds(200)
        var isKnown = false
    }

    /// Rows of so many bytes took so long. Few say nothing.
    func encoded(_ byteCount: Int, in duration: Duration) {
        guard byteCount >= 1 << 20 else { return }
        let measured = duration / (Double(byteCount) / 1_048_576)
        state.withLock { state in
            // The slowest of the last ones counts, and is forgotten by and by.
            state.perMegabyte = state.isKnown ? max(measured, state.perMegabyte * 7 / 8) : measured
            state.isKnown = true
        }
    }

    /// It took so long until files were in view.
    func published(in duration: Duration) {
        state.withLock { $0.perCommit = max(duration, $0.perCommit * 7 / 8) }
    }

    /// How long it will take with so many bytes of rows in memory.
    func estimate(for byteCount: Int) -> Duration {
        state.withLock { $0.perCommit + $0.perMegabyte * (Double(byteCount) / 1_048_576) }
    }
}
