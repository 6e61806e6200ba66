internal import Synchronization

/// How many parts may be on their way besides the one that each upload always may send. All uploads share it, so that memory does
/// not grow with their number more than it must.
final class PartAllowance: Sendable {
    private let count: Mutex<Int>

    init(_ count: Int) {
        self.count = Mutex(count)
    }

    var left: Int { count.withLock { $0 } }

    /// Leave to send one more part, which ends with the object; nil when there is none left.
    func take() -> Leave? {
        let isLeft = count.withLock { count in
            defer { count = max(count - 1, 0) }
            return count > 0
        }
        return isLeft ? Leave(of: self) : nil
    }

    final class Leave: Sendable {
        private let allowance: PartAllowance

        fileprivate init(of allowance: PartAllowance) {
            self.allowance = allowance
        }

        deinit {
            allowance.count.withLock { $0 += 1 }
        }
    }
}
