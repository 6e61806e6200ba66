package import Connector
package import JSON

/// What became of a run.
package struct SyncReport: Sendable {
    /// How a run, or a stream in it, ended.
    package enum Status: String, Sendable {
        case succeeded = "SUCCEEDED"
        /// Some streams failed.
        case partial = "PARTIAL"
        case failed = "FAILED"
        /// There was no time for all of it.
        case incomplete = "INCOMPLETE"
    }

    package var connector: String
    package var streams: [StreamReport]
    package var duration: Duration
    /// What the next run begins with.
    package var state: JSONValue
    /// How long to wait before it is of use to continue.
    package var resumeAfter: Duration?
    /// Whether everything was read, but there was no time to end the sync.
    package var isUnfinished = false
    /// Whether what the next run begins with is more than what this one began with, and durable.
    package var hasAdvanced = true

    /// A report from its parts.
    init(connector: String, streams: [StreamReport], duration: Duration, state: JSONValue, resumeAfter: Duration?) {
        self.connector = connector
        self.streams = streams
        self.duration = duration
        self.state = state
        self.resumeAfter = resumeAfter
    }

    /// How the run ended: incomplete when a run that continues it has something to do.
    package var status: Status {
        if isUnfinished { return .incomplete }
        if streams.contains(where: { $0.status == .incomplete }) { return .incomplete }
        let failed = streams.count { $0.status == .failed }
        return failed == 0 ? .succeeded : failed == streams.count ? .failed : .partial
    }

    package var recordCount: Int { streams.reduce(0) { $0 + $1.recordCount } }
}

/// What became of a stream in a run.
package struct StreamReport: Sendable {
    package var stream: String
    package var status = SyncReport.Status.incomplete
    package var recordCount = 0
    package var pageCount = 0
    /// How many answers and records were left out because of errors.
    package var errorCount = 0
    package var duration = Duration.zero
    package var files: [OutputFile] = []
    /// What a person should know, without repetitions; at most ten.
    package var notes: [String] = []
    /// Why it failed.
    package var failure: Failure?
    /// How long to wait before it is of use to continue.
    package var resumeAfter: Duration?

    /// A stream that has not begun.
    init(_ stream: String) {
        self.stream = stream
    }

    mutating func add(note: String) {
        if notes.count < 10, !notes.contains(note) { notes.append(note) }
    }
}
