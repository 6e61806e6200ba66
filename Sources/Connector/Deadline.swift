internal import Synchronization

/// When work must be over: at an instant that was set from the start, or as soon as somebody pulls it in.
///
/// Whoever waits for anything, waits through it: a sleep or request ends when the deadline is pulled.
package final class Deadline: Sendable {
    /// The instant that was set; nil for none.
    package let instant: ContinuousClock.Instant?
    private let state = Mutex(State())

    private struct State {
        var isPulled = false
        var lastWaiter = 0
        /// What ends the waits, by the numbers of the waiters.
        var waiters: [Int: @Sendable () -> Void] = [:]
        var parts: [@Sendable () -> Void] = []
    }

    /// A deadline at an instant, or none until it is pulled.
    package init(at instant: ContinuousClock.Instant? = nil) {
        self.instant = instant
    }

    /// The deadline of a part of the work: earlier by `reserve`, and pulled with the whole, or alone.
    package convenience init(within whole: Deadline, reserve: Duration = .zero) {
        self.init(at: whole.instant.map { $0 - reserve })
        let isPulled = whole.state.withLock { state in
            state.parts.append { [weak self] in self?.pull() }
            return state.isPulled
        }
        if isPulled { pull() }
    }

    /// Ends everything that waits, as soon as possible.
    package func pull() {
        let (waiters, parts) = state.withLock { state in
            state.isPulled = true
            defer { (state.waiters, state.parts) = ([:], []) }
            return (state.waiters.values, state.parts)
        }
        for end in waiters { end() }
        for part in parts { part() }
    }

    /// Whether somebody pulled the deadline in.
    package var isPulled: Bool { state.withLock { $0.isPulled } }

    /// How long there is; nil without a limit, never negative.
    package var remaining: Duration? {
        if isPulled { return .zero }
        return instant.map { max($0 - .now, .zero) }
    }

    /// Whether there is no time left.
    package var isOver: Bool { remaining == .zero }

    /// Waits for a time; false when the deadline came first, or would: then it does not wait at all.
    package func sleep(for duration: Duration) async -> Bool {
        if let remaining, duration >= remaining { return false }
        return await during { (try? await Task.sleep(for: duration)) != nil } ?? false
    }

    /// What an operation yields; nil when the deadline was pulled before it ended, and the operation is cancelled.
    ///
    /// The instant does not end it: whoever waits for a server says so to the server's client.
    package func during<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value? {
        if isPulled || Task.isCancelled { return nil }
        // It begins on this thread: to wake another for every request costs more than the wait needs otherwise.
        let task = Task.immediate(operation: operation)
        let waiter = newWaiter()
        if !add(waiter, { task.cancel() }) { task.cancel() }
        let value = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return remove(waiter) != nil && !Task.isCancelled ? value : nil
    }

    /// Returns when the deadline is pulled or the task cancelled.
    package func pulled() async {
        let waiter = newWaiter()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !add(waiter, { continuation.resume() }, unless: { Task.isCancelled }) { continuation.resume() }
            }
        } onCancel: {
            remove(waiter)?()
        }
    }

    private func newWaiter() -> Int {
        state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
    }

    /// Has `end` called when the deadline is pulled; false when that has happened, or `isOver` says so.
    private func add(
        _ waiter: Int, _ end: @escaping @Sendable () -> Void, unless isOver: () -> Bool = { false }
    ) -> Bool {
        state.withLock { state in
            if state.isPulled || isOver() { return false }
            state.waiters[waiter] = end
            return true
        }
    }

    /// What would have ended a wait; nil when it was ended already.
    private func remove(_ waiter: Int) -> (@Sendable () -> Void)? {
        state.withLock { $0.waiters.removeValue(forKey: waiter) }
    }
}
