import Connector
import JSON
import Synchronization
import Testing

@testable import Actions

/// Plans, and merges that come late, or twice, while the place of the plan has another.
@Suite struct ShardingActionTests {
    private let places = MemoryPlaces()
    /// Always at the same place.
    private let planning: JSONObject = [
        "action": "plan", "output": "mem:lake", "state": "mem:state", "plan": "mem:plan/plan.json",
    ]

    private func answer(_ members: JSONObject) async throws -> EventAnswer {
        let handler = EventHandler(catalog: NumbersCatalog(source: NumbersSource(pages: [2, 3])), places: places)
        var event = members
        event["connector"] = "numbers"
        return try await handler.answer(to: try Event(.object(event)), InvocationContext())
    }

    /// Reads the one shard of a plan.
    private func readShard(of plan: EventAnswer) async throws {
        var event = plan.members["event"]?.object ?? [:]
        event["state"] = "mem:plan/1s0.json"
        #expect(try await answer(event).isDone == true)
    }

    private func merge(_ plan: EventAnswer) async throws -> EventAnswer {
        try await answer(plan.members["merge"]?.object ?? [:])
    }

    @Test func `a plan shows no secret in the log`() async throws {
        var source = NumbersSource(pages: [1])
        source.notes = ["HTTP 403: the key hush-hush is not known"]
        let lines = Mutex<[String]>([])
        let handler = EventHandler(catalog: NumbersCatalog(source: source), places: places)
        var event = planning
        (event["connector"], event["config"]) = ("numbers", ["key": "hush-hush"])
        let context = InvocationContext { _, line in lines.withLock { $0.append(line) } }
        _ = try await handler.answer(to: try Event(.object(event)), context)
        #expect(lines.withLock { $0.first }?.hasPrefix("numbers: HTTP 403: the key ") == true)
        #expect(lines.withLock { lines in lines.allSatisfy { !$0.contains("hush-hush") } })
    }

    @Test func `a plan that a rate limit keeps from its end is worth another try later`() async throws {
        var source = NumbersSource(pages: [1])
        source.slicesEnd = .outOfTime(resumeAfter: .seconds(600))
        let handler = EventHandler(catalog: NumbersCatalog(source: source), places: places)
        var event = planning
        event["connector"] = "numbers"
        let failure = await #expect(throws: Failure.self) {
            try await handler.answer(to: try Event(.object(event)), InvocationContext())
        }
        #expect(failure?.kind == .rateLimit)
        #expect(failure?.mayRetry == true)
        let message = "numbers: the source asks to come back in 600 s, before all of its slices are found"
        #expect(failure?.message == message)
    }

    @Test func `a merge that is repeated leaves the shards of the next sync alone`() async throws {
        let first = try await answer(planning)
        try await readShard(of: first)
        #expect(try await merge(first).isDone == true)
        let second = try await answer(planning)
        // The answer to the first merge was lost.
        let repeated = try await merge(first)
        #expect(repeated.isDone == true)
        #expect(repeated.resumption == nil)
        #expect(places["mem:state"]?["sync"]?["plan"] == "mem:plan/plan.json")
        #expect(places["mem:plan/1s0.json"]?["sync"]?["folded"] == nil)
        try await readShard(of: second)
        #expect(try await merge(second).isDone == true)
        #expect(places["mem:state"]?["sync"] == nil)
        #expect(places.records(in: "mem:lake") == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    }

    @Test func `shards of another sync are not taken for one's own`() async throws {
        var planning = planning
        planning["state"] = nil
        let first = try await answer(planning)
        _ = try await answer(planning)
        let failure = await #expect(throws: Failure.self) { try await merge(first) }
        #expect(failure?.kind == .config)
        #expect(failure?.message == "mem:plan/1s0.json is of another sync than the one that is to be merged")
        #expect(places["mem:plan/1s0.json"]?["sync"]?["folded"] == nil)
    }

    @Test func `a shard whose state was removed does not read the whole`() async throws {
        let plan = try await answer(planning)
        try await readShard(of: plan)
        #expect(try await merge(plan).isDone == true)
        places["mem:plan/1s0.json"] = nil
        let failure = await #expect(throws: Failure.self) { try await readShard(of: plan) }
        #expect(failure?.kind == .config)
        #expect(failure?.message.hasPrefix("mem:plan/1s0.json is not the state of a shard of ") == true)
        #expect(places.records(in: "mem:lake") == [1, 2, 3, 4, 5])
        // What the attempt may have left is no shard either.
        places["mem:plan/1s0.json"] = [:]
        #expect(try await merge(plan).isDone == true)
    }

    @Test(arguments: [nil, [:]] as [JSONValue?])
    func `a shard whose state was removed is missing`(left: JSONValue?) async throws {
        let plan = try await answer(planning)
        places["mem:plan/1s0.json"] = left
        let merged = try await merge(plan)
        #expect(merged.isDone == false)
        #expect(merged.members["missing"]?.array?.first?["reason"] == "its state is gone")
        #expect(try await answer(merged.resumption?.object ?? [:]).isDone == true)
        #expect(places.records(in: "mem:lake") == [1, 2, 3, 4, 5])
        // Where nothing is left of the sync, it is over.
        #expect(try await merge(plan).isDone == true)
    }

    @Test func `a merge that was written by hand takes whatever was divided`() async throws {
        let plan = try await answer(planning)
        try await readShard(of: plan)
        var event = plan.members["merge"]?.object ?? [:]
        event["division"] = nil
        #expect(try await answer(event).isDone == true)
    }
}
