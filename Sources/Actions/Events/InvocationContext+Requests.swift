internal import Connector

extension InvocationContext {
    /// When stores that do not answer are given up, so that there is time to say so; nil for never.
    var endOfRequests: ContinuousClock.Instant? {
        guard let instant = deadline.instant, let remaining = deadline.remaining else { return nil }
        return instant - min(remaining / 10, .milliseconds(500))
    }
}
