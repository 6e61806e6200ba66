internal import Synchronization

/// Lets so many tasks in at a time; the others wait in line.
package final class Slots: Sendable {
    private let state: Mutex<State>

    private struct State {
        var free: Int
        var line: [CheckedContinuation<Void, Never>] = []
        var next = 0
    }

    /// So many slots, at least one.
    package init(_ count: Int) {
        state = Mutex(State(free: max(count, 1)))
    }

    /// Waits for a slot. Whoever has one gives it back.
    package func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.line.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives a slot back, or to the first in line.
    package func giveBack() {
        let first = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.next < state.line.count else {
                state.line.removeAll(keepingCapacity: true)
                state.next = 0
                state.free += 1
                return nil
            }
            state.next += 1
            return state.line[state.next - 1]
        }
        first?.resume()
    }

    /// What `body` yields with a slot.
    package func withSlot<Value, Fault: Error>(_ body: () async throws(Fault) -> Value) async throws(Fault) -> Value {
        await take()
        defer { giveBack() }
        return try await body()
    }
}
