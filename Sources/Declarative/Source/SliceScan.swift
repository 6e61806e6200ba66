internal import Connector
internal import HTTPClient
internal import JSON
internal import Templates

/// The scan of one slice: page after page, the next one on its way while the last is handed over.
struct SliceScan {
    let reader: StreamReader
    let deadline: Deadline
    private var context: TemplateContext
    private let sent: SentCursor?
    private let cursor: Cursor?
    /// What the places of all pages say of the slice's job.
    private var jobPlace: JSONObject = [:]
    /// Where the result of the job is, when the server says so.
    private var resultURL: String?
    /// What is asked for, where a place means nothing without.
    private var fingerprint: String?
    /// The member of a position that has the fingerprint.
    private static let fingerprintName = "request"

    /// A scan in the context of a slice, after a cursor.
    init(
        _ reader: StreamReader, in context: TemplateContext, sent: SentCursor?, after cursor: Cursor?,
        until deadline: Deadline
    ) {
        self.reader = reader
        self.context = context
        self.sent = sent
        self.cursor = cursor
        self.deadline = deadline
    }

    /// The pages are those of a job's result.
    mutating func use(_ result: JobResult) {
        jobPlace = result.ticket.place
        resultURL = result.url
        context[.jobID] = .value(result.ticket.id)
        context[.response] = .view(result.answer.root)
    }

    /// Hands over the pages, from a position on.
    mutating func pages(
        from start: Position, _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var place = start.place
        if place == StreamReader.hiddenPlace {
            return .stalePosition(
                Failure(.source, "the place of the page holds a secret, and was not written down for that"))
        }
        if reader.pager.countsPages, jobPlace.isEmpty { fingerprint = try draft(at: [:]).fingerprint }
        if let known = place[Self.fingerprintName], let fingerprint, known.string != fingerprint {
            return .stalePosition(
                Failure(.source, "what is asked for has changed, so that the number of the page means another"))
        }
        place[Self.fingerprintName] = nil
        for member in jobPlace { place[member.key] = nil }
        place["polls"] = nil
        let isResumed = start.place.contains { $0.key != Self.fingerprintName }
        let first = PageStart(place: place, skip: start.skip, isResumed: isResumed)
        var outcome: Result<ReadingEnd, Failure> = .success(.stopped)
        await withTaskGroup(of: FetchedAnswer.self) { tasks in
            do throws(Failure) {
                outcome = .success(try await pages(from: first, &tasks, deliver))
            } catch {
                outcome = .failure(error)
            }
            tasks.cancelAll()
        }
        return try outcome.get()
    }

    private func pages(
        from first: PageStart, _ tasks: inout TaskGroup<FetchedAnswer>,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var page = first
        var isAhead = false
        var isFirst = true
        while true {
            var visit = PageVisit(self, to: page, fetched: isAhead ? await tasks.next() : nil)
            isAhead = false
            let step = try await visit.read(deliver) { next in
                // The first page is handed over before the second is asked for: often nothing more is wanted.
                guard !isFirst, let fetch = fetching(next) else { return }
                // It begins on this thread, as far as the request being sent.
                tasks.addImmediateTask(operation: fetch)
                isAhead = true
            }
            isFirst = false
            switch step {
            case .ended(let end): return end
            case .next(let place): page = PageStart(place: place)
            }
        }
    }
}

extension SliceScan {
    /// Fetches the page at a place, where it does no harm to ask for it in vain; nil otherwise.
    private func fetching(_ place: JSONObject) -> (@Sendable () async -> FetchedAnswer)? {
        guard !deadline.isOver, let draft = try? draft(at: place), draft.isSafeToRepeat else { return nil }
        let (requester, deadline) = (reader.requester, deadline)
        return { await FetchedAnswer(to: draft, from: requester, until: deadline) }
    }

    /// The request for the page at a place.
    func draft(at place: JSONObject) throws(Failure) -> RequestDraft {
        var context = context
        reader.pager.expose(place, in: &context)
        var draft =
            if let resultURL {
                try reader.builder.draft(toURL: resultURL, in: context)
            } else {
                try reader.builder.draft(in: context)
            }
        // Where there is a job, its creation has what is sent: nothing is added to where its result is.
        if jobPlace.isEmpty { sent?.apply(to: &draft) }
        reader.pager.apply(place, to: &draft)
        return draft
    }

    /// The position of a page that begins at a place of the pager's.
    func position(_ place: JSONObject, skip: Int = 0) -> Position {
        var own = reader.shown(place)
        if skip > 0 || !own.isEmpty { own[Self.fingerprintName] = fingerprint.map { .string($0) } }
        for member in jobPlace { own[member.key] = member.value }
        return Position(own, skip: skip)
    }

    /// Records as the stream has them.
    func transformed(_ batch: RecordBatch, _ faults: inout RecordFaults) throws(Failure) -> RecordBatch {
        try reader.transformer.transform(batch, in: context, faults: &faults)
    }

    /// Ends the slice where it is, without its further records, and counts that.
    func leaveOut(
        from position: Position, because note: String, _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        var page = Page(records: .empty, start: position, next: nil)
        page.errorCount = 1
        page.notes = [note]
        page.leavesGap = true
        return try await deliver(page) == .stop ? .stopped : .complete
    }

    /// The largest cursor among records.
    func reached(by records: RecordBatch) -> Cursor? {
        var cursor = cursorReader()
        return cursor?.read(records).reached
    }

    /// What looks at the records of a page for the cursor.
    func cursorReader() -> CursorReader? {
        guard let incremental = reader.definition.incremental, let sent else { return nil }
        return CursorReader(incremental, after: cursor, sent: sent, ignoring: reader.transformer.momentaryFields)
    }
}

/// Where a page begins.
struct PageStart {
    var place: JSONObject
    /// How many of its records were handed over before.
    var skip = 0
    /// Whether the place comes from an earlier reading, so that the server may have forgotten it.
    var isResumed = false
}
