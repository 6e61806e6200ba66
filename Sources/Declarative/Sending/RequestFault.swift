internal import Connector

/// Why there is no answer that can be used.
enum RequestFault: Error, Hashable {
    /// The request failed for good.
    case failed(Failure)
    /// What remains of the time is not enough. With `resumeAfter`, it is of no use to come back earlier.
    case outOfTime(resumeAfter: Duration?)
    /// The deadline was pulled.
    case stopped
}
