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
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var parts: [@Sendable () -> Void] = []
    }

    /// A deadline at an instant, or none until it is pulled.
    package init(at instant: ContinuousClock.Instant? = nil) {
        self.instant = instant
    }

    /// The deadline of a part of the work: earlier by `reserve`, and pulled with the whole, or alone.
    package convenience init(within whole: Deadline, reserve: Duration = .zero) {
        self.init(within: whole, at: whole.instant.map { $0 - reserve })
    }

    /// A deadline of its own, which is pulled with the whole, too.
    package convenience init(within whole: Deadline, at instant: ContinuousClock.Instant?) {
        self.init(at: instant)
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
        for waiter in waiters { waiter.resume() }
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
        if isPulled { return nil }
        return await withTaskGroup(of: Value?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                await self.pulled()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Returns when the deadline is pulled or the task cancelled.
    package func pulled() async {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isPulled || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }
}
