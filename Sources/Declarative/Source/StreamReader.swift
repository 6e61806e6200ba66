internal import Connector
internal import DateTime
internal import JSON
internal import Templates

/// Everything that carries out one stream's definition, prepared once.
struct StreamReader: Sendable {
    let definition: StreamDefinition
    let requester: Requester
    let slicer: StreamSlicer
    let builder: RequestBuilder
    let pager: Pager
    let transformer: RecordTransformer
    let judge: AnswerJudge
    let now: Timestamp
    /// Whether answers must be parsed as a whole, however large they are.
    let needsBody: Bool
    /// The parameter of the query that carries the credentials, where there is one.
    let keyParameter: String?
    private let jobs: JobRunner?
    private let common: TemplateContext

    init(
        _ stream: StreamDefinition, of connector: ConnectorDefinition, common: TemplateContext, now: Timestamp,
        requester: Requester
    ) {
        var common = common
        common[.stream] = .value(.string(stream.name))
        definition = stream
        self.requester = requester
        self.common = common
        self.now = now
        slicer = StreamSlicer(stream, common: common) { (cursor, context) throws(Failure) in
            guard let incremental = stream.incremental else { return .missing }
            var context = context
            try SentCursor(incremental, after: cursor, in: context, now: now).expose(in: &context)
            return context[.state]
        }
        let dateRanges = stream.partitions.compactMap { router -> PartitionRouter.DateRange? in
            if case .dateRange(let range) = router { range } else { nil }
        }
        let job = stream.partitions.compactMap { router -> PartitionRouter.AsyncJob? in
            if case .asyncJob(let job) = router { job } else { nil }
        }.first
        // Where there is a job, it is that which is limited to a range.
        builder = RequestBuilder(
            stream.request, below: connector.baseURL, of: stream.name, common: common,
            dateRanges: job == nil ? dateRanges : [])
        pager = Pager(stream.pagination, of: stream.decoder)
        transformer = RecordTransformer(stream.transforms)
        judge = AnswerJudge(policy: stream.errorPolicy, http: connector.http)
        needsBody = pager.readsRecords || stream.errorPolicy.rules.contains { $0.path != nil }
        if case .apiKey(let key) = connector.authentication, case .query(let name) = key.place {
            keyParameter = name
        } else {
            keyParameter = nil
        }
        jobs = job.map {
            JobRunner($0, below: connector.baseURL, of: stream.name, common: common, dateRanges: dateRanges)
        }
    }

    /// Hands over the pages of a slice, as `Source.pages` has it; of a slice with a job, once that is done.
    func pages(
        of slice: Slice, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var context = common
        context[.partition] = .value(.object(slice.values))
        var sent: SentCursor?
        if let incremental = definition.incremental {
            let cursor = try SentCursor(incremental, after: start.cursor, in: context, now: now)
            cursor.expose(in: &context)
            sent = cursor
        }
        var scan = SliceScan(self, in: context, sent: sent, after: start.cursor, until: deadline)
        guard let jobs else { return try await scan.pages(from: start.position, deliver) }
        switch try await run(jobs, in: context, sending: sent, from: start.position, until: deadline, deliver) {
        case .ended(let end): return end
        case .leftOut(let note): return try await scan.leaveOut(from: start.position, because: note, deliver)
        case .done(let result):
            scan.use(result)
            return try await scan.pages(from: start.position, deliver)
        }
    }

    /// Runs the job of a slice. A page without records tells the engine of it before it is waited for.
    private func run(
        _ jobs: JobRunner, in context: TemplateContext, sending sent: SentCursor?, from position: Position,
        until deadline: Deadline, _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> JobRunner.End {
        let ticket = JobTicket(place: position.place)
        return try await jobs.run(
            in: context, sending: sent, resuming: ticket, isPartlyRead: JobTicket.isPartlyRead(at: position),
            until: deadline, asking: JudgedJobServer(requester: requester, judge: judge)
        ) { (ticket) async throws(Failure) in
            var next = Position()
            if let ticket {
                next = position
                for member in ticket.place { next.place[member.key] = member.value }
            }
            var page = Page(records: .empty, start: position, next: next)
            page.endsAnswer = false
            return try await deliver(page)
        }
    }
}
