internal import Connector
internal import JSON
internal import Spelling

/// The life of a job, without doing anything: events go in, what to do next comes out.
struct JobProgress {
    /// What to do next.
    enum Action {
        case create
        /// Show the ticket, then go on with `noted`.
        case note(JobTicket)
        case poll(JobTicket)
        /// Wait, then go on with `waited`.
        case wait(Duration)
        case finish(JobResult)
        /// Nothing more can come of the job; the next attempt creates another.
        case giveUp(Failure)
        /// The server does not know the job of an earlier invocation any more, or it has come to nothing since: where part of
        /// its result was read, that part goes too.
        case startOver(Failure)
    }

    private let job: PartitionRouter.AsyncJob
    private let stream: String
    /// The job, once there is one.
    private(set) var ticket: JobTicket?
    private let isResumed: Bool
    private let isPartlyRead: Bool
    private var hasAnswered = false

    /// A job of a stream that is to be created, or one that was, of whose result an earlier invocation may have read part.
    init(
        _ job: PartitionRouter.AsyncJob, of stream: String, resuming ticket: JobTicket? = nil,
        isPartlyRead: Bool = false
    ) {
        self.job = job
        self.stream = stream
        self.ticket = ticket
        isResumed = ticket != nil
        self.isPartlyRead = isPartlyRead
    }

    /// The first thing to do.
    func begin() -> Action {
        ticket.map { .poll($0) } ?? .create
    }

    /// The creation was answered.
    mutating func created(_ answer: JSONDocument) -> Action {
        guard let id = job.idPath.first(in: answer.root).map({ JSONValue($0) }), id.isJobID else {
            return .giveUp(
                Failure(
                    .data,
                    "stream `\(stream)`: the answer to the creation of a job has no id at `\(job.idPath.description.shortened)`"
                ))
        }
        let ticket = JobTicket(id: id)
        self.ticket = ticket
        return .note(ticket)
    }

    /// The ticket was shown.
    func noted() -> Action { begin() }

    /// The wait is over.
    func waited() -> Action { begin() }

    /// A poll was answered.
    mutating func polled(_ answer: JSONDocument) -> Action {
        guard var ticket else { return .create }
        hasAnswered = true
        ticket.pollCount += 1
        self.ticket = ticket
        let status = job.polling.statusPath.first(in: answer.root).map { JSONValue($0) }
        if let status, job.polling.completedValues.contains(where: { $0.isStatus(status) }) {
            return finished(ticket, answer)
        }
        if let status, job.polling.failedValues.contains(where: { $0.isStatus(status) }) {
            return cameToNothing(failure(.source, "\(name) ended as \(status.quoted)\(reason(in: answer))"))
        }
        guard ticket.pollCount < job.polling.maximumCount else {
            let found = status.map { "is still \($0.quoted)" } ?? "has no status at `\(statusPath)`"
            return cameToNothing(
                failure(
                    .source, "\(name) \(found) after \(ticket.pollCount) polls\(reason(in: answer))", mayRetry: true))
        }
        return .wait(job.polling.interval)
    }

    /// Whether it would be no surprise if the server did not know the job: it is that of an earlier invocation, and has
    /// not been asked for in this one.
    var mayBeUnknown: Bool { isResumed && !hasAnswered }

    /// The server says that there is no such job, which may be.
    func unknown() -> Action {
        .startOver(failure(.source, "the server does not know the \(name) any more"))
    }

    private func finished(_ ticket: JobTicket, _ answer: JSONDocument) -> Action {
        guard let path = job.resultURLPath else { return .finish(JobResult(ticket: ticket, answer: answer)) }
        guard let url = path.first(in: answer.root)?.string, !url.isEmpty else {
            return cameToNothing(
                failure(.data, "\(name) is done, but its result has no URL at `\(path.description.shortened)`"))
        }
        return .finish(JobResult(ticket: ticket, answer: answer, url: url))
    }

    /// What was read of the result of this job does not go on in that of another.
    private func cameToNothing(_ failure: Failure) -> Action {
        isPartlyRead ? .startOver(failure) : .giveUp(failure)
    }

    private var name: String { "job \(ticket?.id.quoted ?? "")" }

    private var statusPath: String { job.polling.statusPath.description.shortened }

    private func reason(in answer: JSONDocument) -> String {
        guard let value = job.polling.errorPath?.first(in: answer.root).map({ JSONValue($0) }), !value.isNull else {
            return ""
        }
        return ": \(value.plainText.excerpt)"
    }

    private func failure(_ kind: Failure.Kind, _ message: String, mayRetry: Bool = false) -> Failure {
        Failure(kind, "stream `\(stream)`: \(message)", mayRetry: mayRetry)
    }
}

extension JSONValue {
    /// Whether it can name a job.
    fileprivate var isJobID: Bool {
        switch kind {
        case .string: string != ""
        case .integer, .unsigned, .digits, .double: true
        case .null, .bool, .array, .object: false
        }
    }

    /// Whether an answer's status is this one: files write `200` and `true` where answers have texts, and the reverse.
    fileprivate func isStatus(_ status: JSONValue) -> Bool {
        self == status || plainText.utf8.elementsEqual(status.plainText.utf8)
    }

    fileprivate var quoted: String { "`\(plainText.shortened)`" }
}

extension String {
    /// What an API says of an error, on one line and short enough for a message.
    fileprivate var excerpt: String {
        let scalars = unicodeScalars.prefix(500).map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(scalars) + (unicodeScalars.dropFirst(500).isEmpty ? "" : "…")
    }
}
