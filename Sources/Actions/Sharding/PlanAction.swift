internal import Connector
internal import DateTime
internal import JSON
internal import Sync
internal import Threads

/// Divides a sync into shards: lists all slices, and writes down for each shard the state that it begins with.
///
/// Until the shards are merged, the state of the sync says that they are at work, so that nobody else goes on with it.
struct PlanAction {
    /// So many states are written at a time.
    private static let width = 16
    /// What is kept free at the end for writing them.
    private static let reserve = 0.25

    let handler: EventHandler
    let connector: EventHandler.ConfiguredConnector
    let event: Event
    let context: InvocationContext
    private let start = ContinuousClock.now

    func run() async throws(Failure) -> EventAnswer {
        let place = StatePlace(event, places: handler.places, environment: handler.environment)
        return try await place.claimed(until: context.deadline) { (given) async throws(Failure) in
            var state = try SyncState(given, of: connector.description.name, from: place.name)
            // Asked again, because the answer was lost, it is the same.
            if let plan = state.sync?.plan { return try await answer(plan, state, in: place) }
            _ = try state.begin(at: .now())
            let plan = try await divide(&state, in: place)
            return try await answer(plan, state, in: place)
        }
    }

    /// Divides a sync, and returns where that is written down.
    private func divide(_ state: inout SyncState, in place: StatePlace) async throws(Failure) -> String {
        guard let sync = state.sync, let folder = place.folder, let output = event.output else {
            throw Failure(.internal, "there is no place for a plan")
        }
        let cutter = try await listSlices(&state)
        let shards = cutter.shards(event.shards) { "\(sync.generation)s\($0)" }
        let sink = try handler.places.parquet(FileOptions(folder: output, connector: connector.description.name))
        let reference = event.plan ?? "\(folder)\(sync.division)/plan.json"
        let base = reference.lastIndex(of: "/").map { String(reference[...$0]) } ?? ""
        let whole = state
        try await concurrentMap(shards, atOnce: Self.width) { (shard) async throws(Failure) in
            let state = whole.part(for: shard, of: sink).json(of: connector.description.name)
            let url = "\(base)\(shard.name).json"
            try await handler.places.write(try StateText.bytes(of: state, for: url), to: url)
        }
        let plan = ShardPlan(
            shards.map { ShardPlan.Item(state: "\(base)\($0.name).json", streams: $0.parts.map(\.stream)) })
        try await handler.places.write(plan.text, to: reference)
        context.log(.info, "divided \(cutter.sliceCount) slices into \(shards.count) shards")
        state.sync?.plan = reference
        return reference
    }

    private func listSlices(_ state: inout SyncState) async throws(Failure) -> ShardCutter {
        let environment = SourceEnvironment(
            now: state.sync?.startedAt ?? .now(), secrets: connector.secrets, log: context.log)
        let source = try handler.catalog.source(
            connector.reference, configuration: connector.configuration, environment: environment)
        let streams = try await source.streams(until: context.deadline)
            .selecting(event.streams, of: connector.description.name)
        let reserve = context.deadline.remaining.map { $0 * Self.reserve } ?? .zero
        let deadline = Deadline(within: context.deadline, reserve: reserve)
        var cutter = ShardCutter()
        for stream in streams where !(state.sync?.completed.contains(stream.name) ?? false) {
            cutter.begin(stream)
            let own = state.streams[stream.name] ?? StreamState()
            var end = try await list(stream.name, own, from: own.slicing?.position, source, deadline, &cutter)
            if case .stalePosition(let failure) = end.end {
                warn(
                    "\(stream.name): its slices are found anew, since the source does not know the place any more, and records "
                        + "may come again: \(failure.message)")
                end = try await list(stream.name, own, from: nil, source, deadline, &cutter)
            }
            if case .outOfTime(let wait?) = end.end {
                throw Failure(
                    .rateLimit,
                    "\(stream.name): the source asks to come back in \(wait.seconds) s, before all of its slices are found",
                    mayRetry: true)
            }
            guard end.end == .complete else {
                throw Failure(
                    .deadline, "\(stream.name): there is no time to find all of its slices",
                    hint: "give `plan` more time, or more memory, with which it has more of a processor", mayRetry: true
                )
            }
            if end.hasGaps {
                var own = own
                own.slicing = SlicingState(
                    position: own.slicing?.position, done: own.slicing?.done ?? [], hasGaps: true)
                state.streams[stream.name] = own
            }
        }
        return cutter
    }

    private func warn(_ note: String) { context.log(.warning, connector.secrets.masked(note)) }

    private func list(
        _ stream: String, _ state: StreamState, from position: JSONObject?, _ source: any Connector.Source,
        _ deadline: Deadline, _ cutter: inout ShardCutter
    ) async throws(Failure) -> (end: ReadingEnd, hasGaps: Bool) {
        let start = SlicingStart(position: position) { state.slice($0).cursor }
        let done = state.slicing?.done ?? []
        var (hasGaps, isTooMuch) = (false, false)
        let end = try await source.slices(of: stream, from: start, until: deadline) { (group) async throws(Failure) in
            for note in group.notes { warn("\(stream): \(note)") }
            hasGaps = hasGaps || group.errorCount > 0
            isTooMuch = !cutter.add(group, done: done)
            return isTooMuch ? .stop : .proceed
        }
        if isTooMuch {
            throw Failure(
                .config, "\(stream): there are more than \(ShardCutter.mostSlices) slices, too many to divide at once",
                hint: "divide fewer streams at a time, or read this one in a chain of invocations")
        }
        return (end, hasGaps)
    }

    private func answer(_ plan: String, _ state: SyncState, in place: StatePlace) async throws(Failure) -> EventAnswer {
        let shards = try await ShardPlan(at: plan, in: handler.places).items.count
        guard let sync = state.sync else { throw Failure(.internal, "a plan belongs to no sync") }
        let value = state.json(of: connector.description.name)
        let reference = try await place.conclude(value, syncID: sync.id, beside: 2 * place.eventSize)
        var common = event.members
        for name in ["action", "shards", "plan", "streams", "state"] { common[name] = nil }
        common["division"] = .string(sync.division)
        var merge = common
        merge["action"] = "merge"
        merge["plan"] = .string(plan)
        merge["streams"] = event.members["streams"]
        merge["state"] = reference
        return EventAnswer([
            "status": "SUCCEEDED", "connector": .string(connector.description.name),
            "duration_ms": .integer((.now - start).milliseconds), "shards": .integer(Int64(shards)),
            "plan": ShardPlan.place(plan), "event": .object(common), "merge": .object(merge), "state": reference,
        ])
    }
}
