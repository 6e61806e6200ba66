internal import Connector

extension InvocationContext {
    /// When stores that do not answer are given up, so that there is time to say so; nil for never. It is well within what a
    /// sync keeps free at its end, so that it does not cut what is written then.
    var endOfRequests: ContinuousClock.Instant? {
        guard let instant = deadline.instant, let remaining = deadline.remaining else { return nil }
        return instant - min(max(remaining / 40, .milliseconds(100)), .milliseconds(500), remaining / 10)
    }
}
