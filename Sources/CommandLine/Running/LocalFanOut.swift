internal import Actions
internal import Connector
internal import JSON
internal import Synchronization
internal import Threads

/// A sync that is divided among processes of this machine, as a state machine divides it among invocations: a plan, a chain
/// for each shard, a merge, and a chain for what is left.
struct LocalFanOut: Sendable {
    /// So many shards for each worker, where the event does not say how many, so that none is idle for long at the end.
    private static let shardsOfWorker = 4
    /// How long to wait before a shard is tried again. A killed process may hold its state for a while.
    private static let waits: [Duration] = [.seconds(1), .seconds(5), .seconds(15), .seconds(60)]

    let chain: LocalChain
    let handler: EventHandler
    let console: Console
    let workers: Int
    let isQuiet: Bool

    /// Runs from an event to the end. Returns the last answer.
    func run(
        _ event: JSONValue, arguments: [String], adding summary: inout RunSummary
    ) async throws(Failure) -> EventAnswer {
        let planned = try await chain.invoke(try planning(event))
        guard let reference = planned.members["plan"]?["url"]?.string, let merge = planned.members["merge"] else {
            throw Failure(.internal, "the plan says nothing of where it is")
        }
        let plan = try await ShardPlan(at: reference, in: handler.places)
        let shards = plan.events(planned.members["event"]?.object ?? [:])
        summary.add(await read(shards, arguments))
        let merged = try await chain.invoke(merge)
        var answer = merged
        if let rest = merged.resumption, !chain.whole.isPulled {
            let missing = merged.members["missing_count"]?.int64 ?? 0
            console.note("curlew: shards that are not complete: \(missing). Going on without shards.")
            answer = try await chain.run(rest, adding: &summary)
            if answer.members["status"] == "FAILED", Self.hasOthers(plan, besides: answer) {
                answer.members["status"] = "PARTIAL"
            }
        }
        answer.members["total_records"] = .integer(Int64(summary.records))
        return answer
    }

    /// Whether shards have read streams that the last invocation had nothing to do with any more.
    private static func hasOthers(_ plan: ShardPlan, besides answer: EventAnswer) -> Bool {
        let last = Set((answer.members["streams"]?.array ?? []).compactMap { $0["stream"]?.string })
        return plan.items.contains { item in item.streams.contains { !last.contains($0) } }
    }

    private func planning(_ event: JSONValue) throws(Failure) -> JSONValue {
        guard case .object(var members) = event else { return event }
        guard ["sync", "plan", nil].contains(members["action"]?.string) else {
            throw Failure(.config, "`--fan-out` divides a sync, and the event asks for another action")
        }
        members["action"] = "plan"
        if members["shards"] == nil { members["shards"] = .integer(Int64(workers * Self.shardsOfWorker)) }
        return .object(members)
    }

    private func read(_ shards: [JSONValue], _ arguments: [String]) async -> RunSummary {
        let ended = Mutex((count: 0, summary: RunSummary()))
        let showsProgress = !isQuiet && console.errorIsTerminal
        await concurrentMap(shards, atOnce: workers) { shard in
            let summary = await read(shard, arguments)
            let text = ended.withLock { ended in
                ended.count += 1
                ended.summary.add(summary)
                return "\(ended.count)/\(shards.count) shards · \(ProgressLine.grouped(ended.summary.records)) records"
            }
            if showsProgress { console.showProgress(text) }
        }
        console.hideProgress()
        return ended.withLock { $0.summary }
    }

    /// Reads a shard. One that fails is left to the merge, which says what is missing.
    private func read(_ shard: JSONValue, _ arguments: [String]) async -> RunSummary {
        var summary = RunSummary()
        if chain.whole.isPulled { return summary }
        let own = LocalChain(
            console: console,
            invoke: { (event) throws(Failure) in
                try await invoke(WorkerProcess(arguments: arguments, input: Array("\(event)".utf8)))
            }, whole: chain.whole)
        do throws(Failure) {
            _ = try await own.run(shard, adding: &summary)
        } catch {
            console.note("curlew: \(shard["state"]?.string ?? "a shard"): \(error)")
        }
        return summary
    }

    private func invoke(_ worker: WorkerProcess) async throws(Failure) -> EventAnswer {
        var waits = Self.waits[...]
        while true {
            do throws(Failure) {
                return try await worker.answer(until: chain.whole)
            } catch {
                guard error.mayRetry, let wait = waits.popFirst(), await chain.whole.sleep(for: wait) else {
                    throw error
                }
            }
        }
    }
}
