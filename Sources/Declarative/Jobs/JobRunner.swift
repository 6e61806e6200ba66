internal import Connector
internal import HTTPClient
internal import JSON
internal import Templates

/// What creates and polls jobs asks of whoever sends requests.
protocol JobServer: Sendable {
    /// The answer to a request; nil when its status is one of those that mean that there is no such thing.
    func document(
        for draft: RequestDraft, until deadline: Deadline, missing statuses: Set<Int>
    ) async throws(RequestFault) -> JSONDocument?

    /// Waits before the next poll.
    func wait(for interval: Duration, until deadline: Deadline) async throws(RequestFault)
}

/// Brings the job of a slice to its end.
struct JobRunner: Sendable {
    /// What becomes of a job.
    enum End: Sendable {
        case done(JobResult)
        /// It is not done: the reading of its slice ends like this.
        case ended(ReadingEnd)
        /// It was refused, and the stream's policy leaves out its slice.
        case leftOut(note: String)
    }

    /// Statuses by which a server says that it does not know a job.
    private static let missingStatuses: Set<Int> = [400, 404, 410]

    private let job: PartitionRouter.AsyncJob
    private let stream: String
    private let creation: RequestBuilder
    private let polling: RequestBuilder

    /// Prepares the jobs of a stream. The common context holds what stays the same: `config`, `now`, `today` and
    /// `stream`. The parameters that date ranges of the stream name belong to the creation.
    init(
        _ job: PartitionRouter.AsyncJob, below base: Template, of stream: String, common: TemplateContext,
        dateRanges: [PartitionRouter.DateRange] = []
    ) {
        self.job = job
        self.stream = stream
        creation = RequestBuilder(
            job.creation, below: base, of: stream, common: common, dateRanges: dateRanges)
        polling = RequestBuilder(job.polling.request, below: base, of: stream, common: common)
    }

    /// Creates a job, or goes on with one, until it is done. One of whose result part was read already ends as a stale
    /// position when nothing more can come of it.
    ///
    /// `note` is told what a later invocation needs to know, as soon as there is a job and before the reading ends; nil
    /// when the job is of no use any more. The context has the values of the slice and `state`. The creation, and nothing
    /// else, carries the cursor that is sent.
    func run(
        in context: TemplateContext, sending sent: SentCursor? = nil, resuming ticket: JobTicket? = nil,
        isPartlyRead: Bool = false, until deadline: Deadline, asking server: some JobServer,
        _ note: (JobTicket?) async throws(Failure) -> Verdict
    ) async throws(Failure) -> End {
        var progress = JobProgress(job, of: stream, resuming: ticket, isPartlyRead: isPartlyRead)
        var noted = ticket
        var action = progress.begin()
        var pollURL = ""
        do throws(RequestFault) {
            while true {
                switch action {
                case .create:
                    var draft = try Self.faulting { () throws(Failure) in try creation.draft(in: context) }
                    sent?.apply(to: &draft)
                    guard let answer = try await server.document(for: draft, until: deadline, missing: []) else {
                        throw .failed(Failure(.internal, "stream `\(stream)`: the creation of a job has no answer"))
                    }
                    action = progress.created(answer)
                case .note(let ticket):
                    noted = ticket
                    if try await Self.telling(ticket, note) == .stop { return .ended(.stopped) }
                    action = progress.noted()
                case .poll(let ticket):
                    var context = context
                    context[.jobID] = .value(ticket.id)
                    let draft = try Self.faulting { () throws(Failure) in try polling.draft(in: context) }
                    pollURL = draft.url
                    let missing = progress.mayBeUnknown ? Self.missingStatuses : []
                    if let answer = try await server.document(for: draft, until: deadline, missing: missing) {
                        action = progress.polled(answer)
                    } else {
                        action = progress.unknown()
                    }
                case .wait(let interval):
                    try await server.wait(for: interval, until: deadline)
                    action = progress.waited()
                case .finish(var result):
                    result.url = try result.url.map { (url) throws(RequestFault) in try absolute(url, on: pollURL) }
                    return .done(result)
                case .giveUp(let failure):
                    _ = try await Self.telling(nil, note)
                    throw .failed(failure)
                case .startOver(let failure): return .ended(.stalePosition(failure))
                }
            }
        } catch {
            if case .failed(let failure) = error { throw failure }
            if case .leftOut(let note) = error { return .leftOut(note: note) }
            if let ticket = progress.ticket, ticket != noted { _ = try await note(ticket) }
            if case .outOfTime(let resumeAfter) = error { return .ended(.outOfTime(resumeAfter: resumeAfter)) }
            return .ended(.stopped)
        }
    }

    private func absolute(_ url: String, on page: String) throws(RequestFault) -> String {
        if PathValue.isURL(url.utf8) { return url }
        do throws(HTTPError) {
            return try HTTPURL(page).resolving(url).description
        } catch {
            throw .failed(
                Failure(.data, "stream `\(stream)`: the URL of a job's result cannot be used: \(error.description)"))
        }
    }

    private static func telling(
        _ ticket: JobTicket?, _ note: (JobTicket?) async throws(Failure) -> Verdict
    ) async throws(RequestFault) -> Verdict {
        do throws(Failure) { return try await note(ticket) } catch { throw .failed(error) }
    }

    private static func faulting<Value>(_ body: () throws(Failure) -> Value) throws(RequestFault) -> Value {
        do throws(Failure) { return try body() } catch { throw .failed(error) }
    }
}
