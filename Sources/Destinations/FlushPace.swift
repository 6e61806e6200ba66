internal import Synchronization

/// Learns how long it takes to make durable what is in memory, and to end a sync.
///
/// Of several times the slowest counts, and is forgotten by and by: what takes longer than was thought is lost.
final class FlushPace: Sendable {
    /// So many files come into view at a time.
    static let filesAtOnce = 8

    private let state: Mutex<State>

    private struct State {
        /// For a megabyte of rows, until it is encoded and sent.
        var perMegabyte = Duration.milliseconds(50)
        var knowsMegabytes = false
        /// For a file to be ended, one after another, besides what its rows take.
        var perEnd = Duration.milliseconds(10)
        var knowsEnds = false
        /// For a file to come into view, a few at a time.
        var perFile: Duration
        var knowsFiles = false
        /// For what is left behind to be found.
        var perSweep: Duration
        /// How many files a commit would bring into view now.
        var fileCount = 0
    }

    /// Nothing is known but how long a file takes at the worst, about.
    init(perFile: Duration) {
        state = Mutex(State(perFile: perFile, perSweep: perFile / 3))
    }

    /// Rows of so many bytes took so long. Few say nothing.
    func encoded(_ byteCount: Int, in duration: Duration) {
        guard byteCount >= 1 << 20 else { return }
        let measured = duration / (Double(byteCount) / 1_048_576)
        state.withLock { state in
            state.perMegabyte = state.knowsMegabytes ? max(measured, state.perMegabyte * 7 / 8) : measured
            state.knowsMegabytes = true
        }
    }

    /// It took so long until so many files were ended.
    func ended(_ count: Int, in duration: Duration) {
        guard count > 0 else { return }
        let measured = duration / count
        state.withLock { state in
            state.perEnd = state.knowsEnds ? max(measured, state.perEnd * 7 / 8) : measured
            state.knowsEnds = true
        }
    }

    /// It took so long until so many files were in view.
    func published(_ count: Int, in duration: Duration) {
        let measured = duration / Self.rounds(count)
        state.withLock { state in
            state.perFile = state.knowsFiles ? max(measured, state.perFile * 7 / 8) : measured
            state.knowsFiles = true
        }
    }

    /// It took so long to look for what is left behind.
    func swept(in duration: Duration) {
        state.withLock { $0.perSweep = duration }
    }

    /// A commit would bring more or fewer files into view than before.
    func changeFiles(by count: Int) {
        state.withLock { $0.fileCount += count }
    }

    /// How long it will take with so many bytes of rows in memory.
    func estimate(for byteCount: Int) -> Duration {
        state.withLock { state in
            state.perMegabyte * (Double(byteCount) / 1_048_576) + state.perEnd * state.fileCount
                + state.perFile * Self.rounds(state.fileCount) + state.perSweep
        }
    }

    private static func rounds(_ count: Int) -> Int { (count + filesAtOnce - 1) / filesAtOnce }
}
