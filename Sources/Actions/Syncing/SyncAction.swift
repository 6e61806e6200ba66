internal import Connector
internal import DateTime
internal import JSON
internal import Sync

/// One invocation of a sync: reads until it is complete or the time is nearly over, and says how to go on.
struct SyncAction {
    /// A chain with more invocations may go in a circle: somebody is to look.
    private static let longestChain = 10_000
    /// Whoever passes answers on takes 256 KB, of which the state, twice, may have 200.
    private static let longestStreams = 32 << 10
    /// What an answer needs besides records and state.
    private static let answerOverhead = 256 << 10

    let handler: EventHandler
    let connector: EventHandler.ConfiguredConnector
    let event: Event
    let context: InvocationContext
    private let start = ContinuousClock.now

    func run() async throws(Failure) -> EventAnswer {
        // Of its own, since enough records for an answer end the sync and nothing else.
        let deadline = Deadline(within: context.deadline)
        let place = StatePlace(event, places: handler.places, environment: handler.environment)
        return try await place.claimed(until: deadline) { (given) async throws(Failure) in
            try await sync(from: given, in: place, until: deadline)
        }
    }

    private func sync(
        from given: JSONValue?, in place: StatePlace, until deadline: Deadline
    ) async throws(Failure) -> EventAnswer {
        let name = connector.description.name
        var state = try SyncState(given, of: name, from: place.name)
        try refuseOthers(state, place)
        let identity = try state.begin(at: .now())
        if identity.generation > 1, (identity.generation - 1) % Self.longestChain == 0 {
            // Whoever starts it again goes on.
            try await place.store?.conclude(state.json(of: name))
            throw Failure(
                .config, "this sync has taken \(identity.generation - 1) invocations and is not done",
                hint: "give each more time; with `state` at a URL it goes on when it is started again")
        }
        let environment = SourceEnvironment(
            now: identity.startedAt, activity: context.activity, secrets: connector.secrets, log: context.log)
        let source = try handler.catalog.source(
            connector.reference, configuration: connector.configuration, environment: environment)
        let inline = event.isParquet ? nil : InlineRecords(most: inlineLimit(given), deadline: deadline)
        let report = try await SyncRun(
            // Records that are in the answer are in nobody's hands before it is: the state must not be ahead of them.
            from: source, into: try sink(inline), state: state, store: inline == nil ? place.store : nil,
            options: options(until: deadline), observer: EventObserver(connector.secrets, context.log),
            progress: context.progress
        ).run()
        try refuseStandstill(report, until: deadline)
        return try await answer(report, of: identity.id, context.activity, inline, in: place)
    }

    /// Whoever is to read a shard reads nothing else. Without its state it would begin a sync of the whole.
    private func refuseOthers(_ state: SyncState, _ place: StatePlace) throws(Failure) {
        guard let division = event.division else { return }
        guard let sync = state.sync, sync.shard != nil, sync.has(division: division) else {
            throw Failure(
                .config, "\(place.name) is not the state of a shard of \(division)",
                hint: "if it was removed, merge: what the shard has not read is read then")
        }
    }

    /// The state stands beside the records.
    private func inlineLimit(_ state: JSONValue?) -> Int {
        max(context.answerLimit - Self.answerOverhead - 2 * (state?.description.utf8.count ?? 0), 64 << 10)
    }

    private func sink(_ inline: InlineRecords?) throws(Failure) -> any Sink {
        if let inline { return inline }
        return try handler.places.parquet(
            FileOptions(folder: event.output ?? "", connector: connector.description.name))
    }

    private func options(until deadline: Deadline) -> SyncOptions {
        var options = SyncOptions(deadline: deadline)
        options.streams = event.streams
        options.maximumRecords = event.maximumRecords
        if let concurrency = event.concurrency { options.concurrency = concurrency }
        options.reserve = event.budget.reserve ?? defaultReserve(until: deadline)
        return options
    }

    /// The state must be saved, and the answer given, before the time is over; and clocks differ by a little.
    private func defaultReserve(until deadline: Deadline) -> Duration {
        guard let remaining = deadline.remaining else { return .zero }
        return min(max(remaining / 20, .milliseconds(200)), .seconds(1), remaining / 2)
    }

    /// Without any progress the next invocation would fare the same.
    private func refuseStandstill(
        _ report: SyncReport, until deadline: Deadline
    ) throws(Failure) {
        guard report.status == .incomplete, report.resumeAfter == nil, !context.deadline.isPulled, !report.hasAdvanced
        else { return }
        let budget = max((deadline.instant ?? .now) - start, .zero)
        let what =
            report.streams.contains { $0.pageCount > 0 }
            ? "nothing that was read could be saved" : "no page could be read"
        throw Failure(
            .deadline, "\(what) within \(budget.milliseconds) ms, so that going on would not help",
            hint: "give the sync at least \(max(budget.milliseconds * 2 / 1000, 5)) seconds", mayRetry: true)
    }

    private func answer(
        _ report: SyncReport, of syncID: String, _ activity: Activity, _ inline: InlineRecords?, in place: StatePlace
    ) async throws(Failure) -> EventAnswer {
        let isDone = report.status != .incomplete
        var report = report
        report.mask(connector.secrets)
        var answer = EventAnswer([
            "status": .string(report.status.rawValue), "done": .bool(isDone),
            "connector": .string(report.connector), "total_records": .integer(Int64(report.recordCount)),
            "duration_ms": .integer((.now - start).milliseconds), "requests": .integer(Int64(activity.requests)),
            "retries": .integer(Int64(activity.retries)), "bytes": .integer(Int64(activity.bytes)),
            "waited_ms": .integer(activity.waited.milliseconds), "streams": .array(report.streams.map(Messages.stream)),
        ])
        for shorter in [\EventAnswer.withoutFiles, \.withoutNotes] {
            let size = answer.members["streams"]?.description.utf8.count ?? 0
            if size > Self.longestStreams { answer = answer[keyPath: shorter] ?? answer }
        }
        answer.records = inline?.take()
        let size = JSONValue.object(answer.members).description.utf8.count + place.eventSize
        let state =
            inline == nil
            ? try await place.reference(to: report.state, syncID: syncID, beside: size)
            : try await place.conclude(report.state, syncID: syncID, beside: size)
        answer.members["state"] = state
        if !isDone {
            var resumption = event.members
            resumption["state"] = state
            answer.members["resume"] = .object(resumption)
            answer.members["resume_after"] = .integer(report.resumeAfter?.seconds ?? 0)
        }
        return answer
    }
}

/// Tells the log of an invocation how a sync goes.
private struct EventObserver: SyncObserver {
    let secrets: Secrets
    let write: @Sendable (LogLevel, String) -> Void

    init(_ secrets: Secrets, _ write: @escaping @Sendable (LogLevel, String) -> Void) {
        self.secrets = secrets
        self.write = write
    }

    func log(_ level: LogLevel, _ message: String) { write(level, secrets.masked(message)) }
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}
