package import Connector
internal import Glibc
internal import Synchronization

/// What happens when somebody asks the process to end: the first time, whatever runs is told to end in order, and the
/// second time, or when nothing runs that could, the process ends at once.
package final class Interruption: Sendable {
    private let deadline = Mutex<Deadline?>(nil)

    package init() {}

    /// Lets the next request to end pull this deadline, as long as `body` runs.
    package func pulling<Value, Fault: Error>(
        _ deadline: Deadline, while body: () async throws(Fault) -> Value
    ) async throws(Fault) -> Value {
        self.deadline.withLock { $0 = deadline }
        defer { self.deadline.withLock { $0 = nil } }
        return try await body()
    }

    /// Somebody asks the process to end; false when it is to end at once.
    package func begin() -> Bool {
        let deadline = deadline.withLock { $0.take() }
        deadline?.pull()
        return deadline != nil
    }
}

/// The signals by which somebody asks the process to end, Ctrl-C among them.
///
/// They are blocked in all threads and taken by one that waits for them, so that what they cause is ordinary code and not a
/// signal handler.
package struct EndingSignals {
    private var signals = sigset_t()

    /// Blocks the signals in this thread and those it starts. Those that the process was started to ignore stay ignored.
    package init() {
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            let isKnown = sigaction(signal, nil, &action) == 0
            let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
            if !(isKnown && isIgnored) { sigaddset(&signals, signal) }
        }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for signals for ever, and passes them on.
    package func pass(to interruption: Interruption) -> Never {
        var signals = signals
        while true {
            var signal: Int32 = 0
            guard sigwait(&signals, &signal) == 0 else {
                // There is none to wait for.
                pause()
                continue
            }
            if interruption.begin() { continue }
            // As if it had never been blocked: whoever started the process sees which signal ended it.
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            raise(signal)
        }
    }
}
