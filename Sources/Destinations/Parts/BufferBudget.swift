internal import Synchronization

/// Says when the rows that a part has in memory are enough for a row group, so that all parts together stay within bounds.
final class BufferBudget: Sendable {
    private let ofPart: Int
    private let ofAll: Int
    private let state = Mutex(State())

    private struct State {
        /// With the rows that are being encoded.
        var total = 0
        /// The parts that have rows in memory, without those.
        var parts = 0
    }

    /// Bounds in bytes for one part and for all.
    init(ofPart: Int, ofAll: Int) {
        self.ofPart = ofPart
        self.ofAll = ofAll
    }

    /// How many bytes all rows take, with those that are being encoded.
    var total: Int { state.withLock { $0.total } }

    /// The rows of a part take so many bytes now. Returns whether they are due: there are enough of them, or all parts
    /// together have too many and this one has its share.
    func change(from old: Int, to new: Int) -> Bool {
        state.withLock { state in
            state.total += new - old
            state.parts += (new > 0 ? 1 : 0) - (old > 0 ? 1 : 0)
            if new >= ofPart { return true }
            // Half of the bound is for what is being encoded.
            return new > 0 && state.total >= ofAll && new >= ofAll / 2 / max(state.parts, 1)
        }
    }

    /// The rows of a part, so many bytes, begin to be encoded.
    func encode(_ size: Int) {
        state.withLock { $0.parts -= size > 0 ? 1 : 0 }
    }

    /// Rows of so many bytes are encoded and written.
    func encoded(_ size: Int) {
        state.withLock { $0.total -= size }
    }
}
