internal import Synchronization

/// Counts the slices that are being read, and lets one task wait until one of them ends.
final class OpenReadings: Sendable {
    private let state = Mutex(State())

    private struct State {
        var openCount = 0
        var endCount = 0
        var waiting: CheckedContinuation<Void, Never>?
    }

    /// A slice is going to be read.
    func begin() { state.withLock { $0.openCount += 1 } }

    /// The reading of a slice is over.
    func end() {
        let waiting = state.withLock { state in
            state.openCount -= 1
            state.endCount += 1
            return state.waiting.take()
        }
        waiting?.resume()
    }

    /// Waits until a condition holds that only the end of a reading can bring about; false when none is left that could.
    ///
    /// One task at a time may wait.
    func wait(until condition: () -> Bool) async -> Bool {
        while true {
            let (openCount, endCount) = state.withLock { ($0.openCount, $0.endCount) }
            if condition() { return true }
            if openCount == 0 { return false }
            await next(after: endCount)
        }
    }

    private func next(after endCount: Int) async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.endCount != endCount { return true }
                state.waiting = continuation
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }
}
