internal import Synchronization

/// How many parts may be on their way besides the one that each upload always may send. All uploads share it, and the memory of
/// these parts, so that it does not grow with their number more than it must.
final class PartAllowance: Sendable {
    private let rest: Mutex<Rest>

    private struct Rest {
        var count: Int
        /// What parts were in that have arrived.
        var memory: [[UInt8]] = []
    }

    init(_ count: Int) {
        rest = Mutex(Rest(count: count))
    }

    /// How many more parts may be on their way now.
    var left: Int { rest.withLock { $0.count } }

    /// Leave to send one more part, which ends with the object; nil when there is none left.
    func take() -> Leave? {
        rest.withLock { rest in
            guard rest.count > 0 else { return nil }
            rest.count -= 1
            return Leave(of: self)
        }
    }

    /// Empty memory that was kept for a part, or none.
    func memory() -> [UInt8] {
        rest.withLock { $0.memory.popLast() ?? [] }
    }

    /// Keeps empty memory for a part that may be on its way some time.
    func keep(_ memory: [UInt8]) {
        rest.withLock { if $0.memory.count < $0.count { $0.memory.append(memory) } }
    }

    /// Drops the memory that was kept.
    func tidy() {
        rest.withLock { $0.memory = [] }
    }

    final class Leave: Sendable {
        private let allowance: PartAllowance

        fileprivate init(of allowance: PartAllowance) {
            self.allowance = allowance
        }

        deinit {
            allowance.rest.withLock { $0.count += 1 }
        }
    }
}
