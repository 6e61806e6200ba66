internal import Connector

/// What a process tells its caller.
package enum ExitCode: Int32, Sendable {
    case succeeded = 0
    case failed = 1
    /// The arguments or the configuration are wrong; trying again will not help.
    case usage = 2
    /// Some streams succeeded and some failed.
    case partial = 3
    /// The time budget ended with more to do.
    case incomplete = 4

    /// The code for a failure that ended everything.
    init(_ failure: Failure) {
        self = failure.kind == .config ? .usage : .failed
    }
}
