internal import Connector

/// Why there is no answer that can be used.
enum RequestFault: Error, Hashable {
    /// The request failed for good.
    case failed(Failure)
    /// What remains of the time is not enough. With `resumeAfter`, it is of no use to come back earlier.
    case outOfTime(resumeAfter: Duration?)
    /// The deadline was pulled.
    case stopped
    /// The answer was in error, and the stream's policy leaves out what was asked for.
    case leftOut(note: String)
}

extension RequestFault {
    /// The fault as a failure, where there is nothing to go on with.
    var failure: Failure {
        switch self {
        case .failed(let failure): failure
        case .leftOut(let note): Failure(.source, note)
        case .outOfTime: Failure(.deadline, "there was no time for the request", mayRetry: true)
        case .stopped: Failure(.deadline, "stopped before the request was answered", mayRetry: true)
        }
    }

    /// What `body` yields, with its failure as a fault.
    static func of<Value>(_ body: () throws(Failure) -> Value) throws(RequestFault) -> Value {
        do throws(Failure) { return try body() } catch { throw .failed(error) }
    }
}
