internal import Glibc

/// A thread of its own for work that blocks: the few threads that tasks share are not for waiting.
package final class DetachedThread: Sendable {
    private let work: @Sendable () -> Void

    private init(_ work: @escaping @Sendable () -> Void) {
        self.work = work
    }

    /// Does some work on a new thread; where there can be none it is done at once.
    package static func run(_ work: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let own = Unmanaged.passRetained(DetachedThread(work))
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<DetachedThread>.fromOpaque(context).takeRetainedValue().work() }
                return nil
            }, own.toOpaque())
        guard code == 0 else {
            own.release()
            return work()
        }
        pthread_detach(thread)
    }
}
