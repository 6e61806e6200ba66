import Connector
import DateTime
import JSON
import Synchronization
import Testing

@testable import Actions

@Suite struct SyncActionTests {
    private static let pages = [2, 3, 1, 4]

    /// What a handler answers to an event, in which `connector` need not be said.
    private func answer(
        _ source: NumbersSource = NumbersSource(pages: pages), _ members: JSONObject = [:],
        places: MemoryPlaces = MemoryPlaces(), context: InvocationContext = InvocationContext()
    ) async throws -> EventAnswer {
        let handler = EventHandler(catalog: NumbersCatalog(source: source), places: places)
        var event: JSONObject = ["connector": "numbers"]
        for member in members { event[member.key] = member.value }
        return try await handler.answer(to: try Event(.object(event)), context)
    }

    private func ids(_ answer: EventAnswer) throws -> [JSONValue?] {
        let records = try JSONValue.parse(PaddedBytes(answer.text))["records"]?.array
        return (records ?? []).map { $0["data"]?["id"] }
    }

    @Test func `a sync that is complete has nothing to go on with`() async throws {
        let answer = try await answer()
        #expect(answer.members["status"] == "SUCCEEDED")
        #expect(answer.isDone == true)
        #expect(answer.resumption == nil)
        #expect(answer.resumeAfter == nil)
        #expect(answer.members["total_records"] == 10)
        #expect(answer.members["state"]?["connector"] == "numbers")
        #expect(answer.members["state"]?["sync"] == nil)
        #expect(try ids(answer) == (1...10).map { .integer($0) })
    }

    @Test(arguments: [(1_000, false), (5_000, true)])
    func `notes that are too long for an answer are counted, and in the log`(size: Int, areCounted: Bool) async throws {
        var source = NumbersSource(pages: [1])
        source.notes = (0..<10).map { "\($0)" + String(repeating: "n", count: size) }
        let lines = Mutex<[String]>([])
        let context = InvocationContext { _, line in lines.withLock { $0.append(line) } }
        let stream = try await answer(source, context: context).members["streams"]?.array?.first
        #expect(stream?["notes"]?.array?.count == (areCounted ? nil : 10))
        #expect(stream?["note_count"] == (areCounted ? 10 : nil))
        #expect(lines.withLock { $0 }.count { $0.utf8.count > size } == 10)
    }

    @Test func `what is incomplete goes on with the event it names, and reads everything once`() async throws {
        var event: JSONObject = ["config": ["key": "k"], "streams": ["numbers"], "budget": ["reserve_ms": 0]]
        var (seen, syncs): ([JSONValue?], Set<String>) = ([], [])
        for invocation in 1...4 {
            // Somebody asks the process to end with the second page of each.
            let deadline = Deadline()
            let first = Mutex<Int?>(nil)
            var source = NumbersSource(pages: Array(repeating: 2, count: 7))
            source.onPage = { page in
                let begin = first.withLock { first in
                    first = first ?? page
                    return first ?? page
                }
                if page == begin + 1 { deadline.pull() }
            }
            let answer = try await answer(source, event, context: InvocationContext(deadline: deadline))
            seen += try ids(answer)
            guard let next = answer.resumption?.object else {
                #expect(invocation == 4)
                break
            }
            #expect(answer.members["status"] == "INCOMPLETE")
            #expect(answer.isDone == false)
            #expect(answer.resumeAfter == .zero)
            syncs.insert(next["state"]?["sync"]?["id"]?.string ?? "")
            #expect(next["state"]?["sync"]?["generation"] == .integer(Int64(invocation)))
            #expect(next["state"] == answer.members["state"])
            for name in ["connector", "config", "streams", "budget"] where name != "connector" {
                #expect(next[name] == event[name])
            }
            event = next
        }
        #expect(seen == (1...14).map { .integer($0) })
        #expect(syncs.count == 1)
    }

    @Test func `a wait that outlasts the time is told`() async throws {
        var source = NumbersSource(pages: Self.pages)
        source.ends[0] = .outOfTime(resumeAfter: .milliseconds(89_100))
        let answer = try await answer(source)
        #expect(answer.isDone == false)
        #expect(answer.resumeAfter == .seconds(90))
        #expect(answer.members["resume_after"] == 90)
    }

    @Test func `a sync that stands still is refused, with the time it should have`() async throws {
        var source = NumbersSource(pages: Self.pages)
        source.ends[0] = .outOfTime(resumeAfter: nil)
        let refused = source
        var failure = await #expect(throws: Failure.self) {
            try await answer(refused, ["budget": ["max_seconds": 30]])
        }
        #expect(failure?.kind == .deadline)
        #expect(failure?.mayRetry == true)
        #expect(failure?.message.hasPrefix("no page could be read within ") == true)
        #expect(["give the sync at least 60 seconds", "give the sync at least 59 seconds"].contains(failure?.hint))
        failure = await #expect(throws: Failure.self) {
            try await answer(refused, ["budget": ["max_seconds": .double(0.1)]])
        }
        #expect(failure?.hint == "give the sync at least 5 seconds")
        // It stood still since the state that it began with, too.
        source.ends = [2: .outOfTime(resumeAfter: nil)]
        let state = try await answer(source).members["state"]
        let further = source
        await #expect(throws: Failure.self) { try await answer(further, ["state": state ?? nil]) }
        // Whoever was told to end may try again.
        let deadline = Deadline()
        deadline.pull()
        let pulled = try await answer(refused, context: InvocationContext(deadline: deadline))
        #expect(pulled.isDone == false)
    }

    @Test func `a chain has an end, behind which another goes on`() async throws {
        func state(_ generation: Int64) -> JSONValue {
            [
                "version": 1, "streams": [:],
                "sync": ["id": "01J", "started_at": "2026-01-01T00:00:00Z", "generation": .integer(generation)],
            ]
        }
        #expect(try await answer(["state": state(9_999)]).isDone == true)
        let failure = await #expect(throws: Failure.self) { try await answer(["state": state(10_000)]) }
        #expect(failure?.kind == .config)
        #expect(failure?.message == "this sync has taken 10000 invocations and is not done")
        let places = MemoryPlaces()
        places["mem:state"] = state(10_000)
        let source = NumbersSource(pages: Self.pages)
        await #expect(throws: Failure.self) { try await answer(source, ["state": "mem:state"], places: places) }
        #expect(places.claims == [])
        #expect(try await answer(source, ["state": "mem:state"], places: places).isDone == true)
    }

    private func answer(_ members: JSONObject) async throws -> EventAnswer {
        try await answer(NumbersSource(pages: Self.pages), members)
    }

    @Test func `what is wrong with a state is told by where it is`() async throws {
        let strange: JSONValue = ["version": 1, "connector": "letters", "streams": [:]]
        var failure = await #expect(throws: Failure.self) { try await answer(["state": strange]) }
        #expect(failure?.message.hasPrefix("the event's state: ") == true)
        let places = MemoryPlaces()
        places["mem:state"] = strange
        failure = await #expect(throws: Failure.self) {
            try await answer(NumbersSource(pages: Self.pages), ["state": "mem:state"], places: places)
        }
        #expect(failure?.message.hasPrefix("mem:state: ") == true)
        // Given up even so.
        #expect(places.claims == [])
        await #expect(throws: Failure.self) { try await answer(["state": "nowhere:"]) }
        await #expect(throws: Failure.self) { try await answer(["output": "nowhere:"]) }
        await #expect(throws: Failure.self) { try await answer(["streams": ["letters"]]) }
    }

    @Test func `a failure of a stream is part of the answer, without secrets`() async throws {
        var source = NumbersSource(pages: Self.pages)
        source.failure = (2, Failure(.source, "HTTP 500: the key sk_hush is wrong"))
        let answer = try await answer(source, ["config": ["key": "sk_hush"]])
        #expect(answer.isDone == true)
        #expect(answer.members["status"] == "FAILED")
        #expect(answer.members["streams"]?[0]?["error"] == "HTTP 500: the key *** is wrong")
        #expect(answer.members["streams"]?[0]?["error_kind"] == "source")
        #expect(answer.members["total_records"] == 5)
        let check = try await self.answer(source, ["action": "check", "config": ["key": "sk_hush"]])
        #expect(check.members["connectionStatus"]?["status"] == "FAILED")
        #expect(check.members["connectionStatus"]?["message"]?.string?.contains("sk_hush") == false)
    }

    @Test func `after refused credentials the next event has secrets that were asked for anew`() async throws {
        let places = MemoryPlaces()
        var source = NumbersSource(pages: Self.pages)
        source.failure = (2, Failure(.source, "HTTP 500"))
        _ = try await answer(source, places: places)
        _ = try await answer(source, ["action": "check"], places: places)
        #expect(places.forgettingCount == 0)
        source.failure = (2, Failure(.auth, "HTTP 401"))
        _ = try await answer(source, places: places)
        #expect(places.forgettingCount == 1)
        _ = try await answer(source, ["action": "check"], places: places)
        #expect(places.forgettingCount == 2)
        source.failure = nil
        _ = try await answer(source, places: places)
        #expect(places.forgettingCount == 2)
        // What could not even begin counts, too.
        places.refuse("mem:state", with: Failure(.auth, "the token has expired"))
        let unfailing = source
        await #expect(throws: Failure.self) { try await answer(unfailing, ["state": "mem:state"], places: places) }
        #expect(places.forgettingCount == 3)
    }

    @Test func `with records in the answer the state advances once, when there is an answer`() async throws {
        let places = MemoryPlaces()
        let source = NumbersSource(pages: Self.pages)
        let first = try await answer(source, ["state": "mem:state", "max_records": 5], places: places)
        #expect(try ids(first) == [1, 2, 3, 4, 5])
        #expect(places.saveCount(of: "mem:state") == 1)
        #expect(places["mem:state"]?["streams"]?["numbers"]?["position"]?["page"] == 2)
        #expect(places.claims == [])
        let rest = try await answer(source, ["state": "mem:state"], places: places)
        #expect(try ids(rest) == (6...10).map { .integer($0) })
        #expect(rest.members["state"] == "mem:state")
        #expect(places.saveCount(of: "mem:state") == 2)
        // Files are durable as soon as the state says so.
        _ = try await answer(source, ["state": "mem:other", "output": "mem:lake"], places: places)
        #expect(places.saveCount(of: "mem:other") > 1)
    }

    @Test func `records are not answered when their state cannot be saved`() async throws {
        let places = MemoryPlaces()
        let taken = Failure(.stateConflict, "mem:state: another run has taken this state")
        places.refuse("mem:state", with: taken)
        await #expect(throws: taken) {
            try await answer(NumbersSource(pages: Self.pages), ["state": "mem:state"], places: places)
        }
        #expect(places["mem:state"] == nil)
        #expect(places.claims == [])
    }

    @Test func `so many records of each stream are enough`() async throws {
        let answer = try await answer(["max_records": 4])
        #expect(try ids(answer) == [1, 2, 3, 4])
        #expect(answer.isDone == true)
    }

    @Test func `so many are enough for a whole chain`() async throws {
        var event: JSONObject = ["max_records": 5]
        var seen: [JSONValue?] = []
        for invocation in 1...3 {
            let deadline = Deadline()
            var source = NumbersSource(pages: Array(repeating: 2, count: 7))
            source.onPage = { _ in deadline.pull() }
            let answer = try await answer(source, event, context: InvocationContext(deadline: deadline))
            seen += try ids(answer)
            #expect(answer.isDone == (invocation == 3))
            guard let next = answer.resumption?.object else { break }
            event = next
        }
        #expect(seen == (1...5).map { .integer($0) })
    }
}
