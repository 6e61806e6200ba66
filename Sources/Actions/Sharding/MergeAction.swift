internal import Connector
internal import DateTime
internal import JSON
internal import Sync
internal import Threads

/// Folds the states of all shards into that of the sync that was divided.
///
/// A shard that is not complete is closed: what is left of it is for whoever goes on with the sync.
struct MergeAction {
    /// So many states are read at a time.
    private static let width = 16
    /// So many shards are named that are not complete: the answer must fit into what passes it on.
    private static let mostNamed = 100

    let handler: EventHandler
    let connector: EventHandler.ConfiguredConnector
    let event: Event
    let context: InvocationContext
    private let start = ContinuousClock.now

    /// A shard that is not complete, and why.
    private struct Missing {
        var item: ShardPlan.Item
        var reason: String

        var json: JSONValue {
            [
                "shard": .string(item.name), "streams": .array(item.streams.map { .string($0) }),
                "reason": .string(reason),
            ]
        }
    }

    func run() async throws(Failure) -> EventAnswer {
        guard let reference = event.plan, let output = event.output else {
            throw Failure(.internal, "there is nothing to merge")
        }
        let name = connector.description.name
        let plan = try await ShardPlan(at: reference, in: handler.places)
        let sink = try handler.places.parquet(FileOptions(folder: output, connector: name))
        let place = StatePlace(event, places: handler.places, environment: handler.environment)
        return try await place.claimed(until: context.deadline) { (given) async throws(Failure) in
            let state = try SyncState(given, of: name, from: place.name)
            guard let sync = state.sync, sync.plan == reference, sync.division == event.division ?? sync.division
            else {
                // It was merged before, and the answer lost.
                return try await answer(state, of: state.sync?.id ?? newID(), shards: plan.items.count, [], in: place)
            }
            let (merged, missing) = try await fold(plan, into: state, of: sync.id, sink)
            let tidy = try await tidied(merged, isComplete: missing.isEmpty, sink)
            return try await answer(tidy, of: sync.id, shards: plan.items.count, missing, in: place)
        }
    }

    /// A name that no sync has, for a state that does not say which sync has ended with it.
    private func newID() -> String {
        var random = SystemRandomNumberGenerator()
        return SyncIdentity(startedAt: .now(), random: &random).id
    }

    private func fold(
        _ plan: ShardPlan, into state: SyncState, of syncID: String, _ sink: any Sink
    ) async throws(Failure) -> (SyncState, [Missing]) {
        let source = try handler.source(of: connector, context)
        let streams = try await source.streams(until: context.deadline)
        var fold = ShardFold(into: state, streams: streams, of: sink)
        var missing: [Missing] = []
        var rest = plan.items[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.width))
            rest = rest.dropFirst(some.count)
            let shards = try await concurrentMap(some, atOnce: Self.width) { (item) async throws(Failure) in
                try await shard(item, of: syncID)
            }
            for (item, shard) in zip(some, shards) {
                guard let shard else {
                    fold.miss(streams: item.streams)
                    missing.append(Missing(item: item, reason: "its state is gone"))
                    continue
                }
                try fold.add(shard, streams: item.streams)
                let open = item.streams.filter { !(shard.sync?.completed.contains($0) ?? false) }
                if !open.isEmpty {
                    missing.append(Missing(item: item, reason: "\(open.joined(separator: ", ")): not read to the end"))
                }
            }
        }
        return (fold.finish(), missing)
    }

    /// What a shard has reached; nil when its state is gone. One that is not complete goes no further from now on.
    private func shard(_ item: ShardPlan.Item, of syncID: String) async throws(Failure) -> SyncState? {
        guard let text = try await handler.places.contents(of: item.state, limit: StateText.largest),
            let found = try state(try JSONValue.parse(PaddedBytes(text), from: item.state), item, of: syncID)
        else { return nil }
        let isComplete = item.streams.allSatisfy { found.sync?.completed.contains($0) ?? false }
        if isComplete || found.sync?.isFolded == true { return found }
        let store = try handler.places.state(at: item.state)
        let value = try await store.claim(until: nil)
        do throws(Failure) {
            guard let value, var state = try state(value, item, of: syncID) else {
                await store.release()
                return nil
            }
            state.sync?.isFolded = true
            try await store.conclude(state.json(of: connector.description.name))
            return state
        } catch {
            await store.release()
            throw error
        }
    }

    /// A state of a shard; nil when nothing of a sync is in it.
    private func state(
        _ value: JSONValue, _ item: ShardPlan.Item, of syncID: String
    ) throws(Failure) -> SyncState? {
        let state = try SyncState(value, of: connector.description.name, from: item.state)
        guard let sync = state.sync else { return nil }
        guard sync.id == syncID else {
            throw Failure(
                .config, "\(item.state) is of another sync than the one that is to be merged",
                hint: "two plans were made at one place: merge the later, or let `plan` find a place itself")
        }
        return state
    }

    /// Removes what killed invocations of shards have left, and ends the sync when nothing is missing.
    private func tidied(_ state: SyncState, isComplete: Bool, _ sink: any Sink) async throws(Failure) -> SyncState {
        var state = state
        guard let sync = state.sync else { return state }
        var random = SystemRandomNumberGenerator()
        try await sink.begin(
            SyncAttempt(
                syncID: sync.id, startedAt: sync.startedAt, id: sync.newAttempt(random: &random),
                committed: sync.attempts, kept: state.streams.mapValues(\.others)))
        if isComplete { state.sync = nil }
        return state
    }

    /// Whether the sync that was divided is over; another may have begun since.
    private func isOver(_ state: SyncState) -> Bool {
        guard let sync = state.sync else { return true }
        return event.division.map { !sync.has(division: $0) } ?? false
    }

    private func answer(
        _ state: SyncState, of syncID: String, shards: Int, _ missing: [Missing], in place: StatePlace
    ) async throws(Failure) -> EventAnswer {
        let isDone = isOver(state)
        let value = state.json(of: connector.description.name)
        var answer = EventAnswer([
            "status": .string((isDone ? SyncReport.Status.succeeded : .incomplete).rawValue), "done": .bool(isDone),
            "connector": .string(connector.description.name), "duration_ms": .integer((.now - start).milliseconds),
            "shards": .integer(Int64(shards)), "missing_count": .integer(Int64(missing.count)),
            "missing": .array(missing.prefix(Self.mostNamed).map(\.json)),
        ])
        let size = JSONValue.object(answer.members).description.utf8.count + place.eventSize
        let reference = try await place.conclude(value, syncID: syncID, beside: size)
        answer.members["state"] = reference
        if !isDone {
            var resumption = event.members
            for name in ["action", "shards", "plan", "division"] { resumption[name] = nil }
            resumption["state"] = reference
            answer.members["resume"] = .object(resumption)
            answer.members["resume_after"] = 0
        }
        return answer
    }
}
