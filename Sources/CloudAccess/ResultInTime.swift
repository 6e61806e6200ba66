internal import Synchronization

/// What an operation yields; nil where an instant comes first. Then the operation is told to end and nobody waits for it, so
/// that it is of no matter whether it can.
package func resultInTime<Value: Sendable>(
    by end: ContinuousClock.Instant?, of operation: @escaping @Sendable () async -> Value
) async -> Value? {
    guard let end else { return await operation() }
    let race = Race<Value>()
    // It begins on this thread, and where nothing is to be waited for it is over before anything else is begun.
    let work = Task.immediate { race.end(with: await operation()) }
    if let value = race.value { return value }
    let timer = Task {
        try? await Task.sleep(until: end, clock: .continuous)
        race.end(with: nil)
    }
    defer {
        work.cancel()
        timer.cancel()
    }
    return await withTaskCancellationHandler {
        await race.outcome()
    } onCancel: {
        work.cancel()
    }
}

/// Whoever comes first says how it ends.
private final class Race<Value: Sendable>: Sendable {
    private enum State {
        case open(CheckedContinuation<Value?, Never>?)
        case over(Value?)
    }

    private let state = Mutex(State.open(nil))

    /// How it ended; nil also while it has not.
    var value: Value? {
        state.withLock { if case .over(let value) = $0 { value } else { nil } }
    }

    func end(with value: Value?) {
        let waiting = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            guard case .open(let waiting) = state else { return nil }
            state = .over(value)
            return waiting
        }
        waiting?.resume(returning: value)
    }

    /// How it ends. One task may ask.
    func outcome() async -> Value? {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if case .over = state { return true }
                state = .open(continuation)
                return false
            }
            if isOver { continuation.resume(returning: value) }
        }
    }
}
