import Connector
import JSON
import Testing

@testable import Actions

@Suite struct StatePlaceTests {
    /// One invocation of a sync that stops after its first page, with positions of so many bytes.
    private func answer(
        _ members: JSONObject = [:], position: Int, places: MemoryPlaces, _ environment: [String: String] = [:],
        stops: Bool = true
    ) async throws -> EventAnswer {
        var source = NumbersSource(pages: [2, 3])
        source.positionPadding = position
        if stops { source.ends[1] = .outOfTime(resumeAfter: .seconds(1)) }
        let handler = EventHandler(
            catalog: NumbersCatalog(source: source), places: places, environment: environment)
        var event: JSONObject = ["connector": "numbers"]
        for member in members { event[member.key] = member.value }
        return try await handler.answer(to: try Event(.object(event)), InvocationContext())
    }

    private static let large = 250 << 10

    @Test func `a small state is in the answer`() async throws {
        let places = MemoryPlaces()
        let answer = try await answer(["output": "mem:lake"], position: 1_000, places: places)
        #expect(answer.members["state"]?["streams"]?["numbers"] != nil)
        #expect(places.urls == [])
    }

    @Test(arguments: ["mem:lake", "mem:lake/"])
    func `a large one goes beside the output, and is taken from there`(_ folder: String) async throws {
        let places = MemoryPlaces()
        let answer = try await answer(["output": .string(folder)], position: Self.large, places: places)
        let url = try #require(places.urls.first)
        #expect(places.urls.count == 1)
        #expect(answer.members["state"] == .string(url))
        let id = places[url]?["sync"]?["id"]?.string ?? "none"
        #expect(url == "mem:lake/_curlew/state-\(id).json")
        #expect(answer.text.count < 10_000)
        #expect(places.claims == [])
        // The next invocation has the state at that URL, and leaves it there.
        let next = try #require(answer.resumption?.object)
        let rest = try await self.answer(next, position: Self.large, places: places, stops: false)
        #expect(rest.isDone == true)
        #expect(rest.members["state"] == .string(url))
        #expect(places.records(in: folder) == [1, 2, 3, 4, 5])
    }

    @Test func `syncs that end at once with large states leave each in a place of its own`() async throws {
        let places = MemoryPlaces()
        // A state from elsewhere that is large, and of a stream that is not read.
        let other: JSONValue = ["token": .string(String(repeating: "t", count: Self.large))]
        let state: JSONValue = ["version": 1, "streams": ["letters": other]]
        let event: JSONObject = ["output": "mem:lake", "state": state]
        let answers = try await withThrowingTaskGroup { tasks in
            for _ in 0..<4 {
                tasks.addTask { try await self.answer(event, position: 0, places: places, stops: false) }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.isDone == true })
        let urls = Set(answers.compactMap { $0.members["state"]?.string })
        #expect(urls.count == 4)
        #expect(places.urls == urls.sorted())
        for url in urls {
            let name = url.split(separator: "/").last ?? ""
            #expect(name.hasPrefix("state-") && name.utf8.count == 26 + 11)
            #expect(places[url]?["sync"] == nil)
        }
    }

    @Test(arguments: [true, false])
    func `the state that a merge leaves is named by the sync, also when that is over`(isRepeated: Bool) async throws {
        let places = MemoryPlaces()
        let id = "01JD0000000000000000000000"
        places["mem:plan"] = []
        let other: JSONValue = ["token": .string(String(repeating: "t", count: Self.large))]
        var state: JSONObject = ["version": 1, "streams": ["letters": other]]
        if !isRepeated {
            state["sync"] = ["id": .string(id), "started_at": "2026-01-01T00:00:00Z", "plan": "mem:plan"]
        }
        let event: JSONObject = [
            "action": "merge", "output": "mem:lake", "plan": "mem:plan", "state": .object(state),
        ]
        let answer = try await self.answer(event, position: 0, places: places)
        #expect(answer.isDone == true)
        let url = answer.members["state"]?.string ?? ""
        if isRepeated {
            // Nobody knows which sync it was.
            #expect(url.utf8.count == "mem:lake/_curlew/state-\(id).json".utf8.count)
        } else {
            #expect(url == "mem:lake/_curlew/state-\(id).json")
        }
        #expect(places[url]?["sync"] == nil)
    }

    @Test(arguments: [
        ("states", "s3://states/"), ("s3://states/curlew", "s3://states/curlew/"), ("gs://b/", "gs://b/"),
    ])
    func `a bucket for states comes first`(_ bucket: String, _ folder: String) async throws {
        let places = MemoryPlaces()
        let environment = ["CURLEW_STATE_BUCKET": bucket]
        let answer = try await answer(["output": "mem:lake"], position: Self.large, places: places, environment)
        #expect(answer.members["state"]?.string?.hasPrefix(folder + "state-") == true)
        #expect(places.urls.count == 1)
        // Records that are returned have no output, and their state has a place even so.
        #expect(try await self.answer(position: Self.large, places: places, environment).isDone == false)
    }

    @Test(arguments: [20, 60, 150])
    func `what states may have is less where the rest of an event is large`(kilobytes: Int) async throws {
        let places = MemoryPlaces()
        let config: JSONValue = ["key": .string(String(repeating: "k", count: kilobytes << 10))]
        let answer = try await answer(["output": "mem:lake", "config": config], position: 98 << 10, places: places)
        #expect(answer.text.count < 256 << 10)
        #expect(places.urls.isEmpty == (kilobytes == 20))
        let small = try await self.answer(["output": "mem:lake", "config": config], position: 10, places: places)
        #expect(small.members["state"]?["streams"]?["numbers"] != nil)
        // Who has no other place for it, and passes it on to nobody, has no need of one.
        let inline = try await self.answer(["config": config], position: 98 << 10, places: places)
        #expect(inline.members["state"]?["streams"]?["numbers"] != nil)
    }

    @Test func `the answer to a plan fits, too`() async throws {
        let places = MemoryPlaces()
        let other: JSONValue = ["token": .string(String(repeating: "t", count: 70 << 10))]
        let event: JSONObject = [
            "action": "plan", "output": "mem:lake", "state": ["version": 1, "streams": ["letters": other]],
            "config": ["key": .string(String(repeating: "k", count: 60 << 10))],
        ]
        let answer = try await answer(event, position: 0, places: places)
        #expect(answer.text.count < 256 << 10)
    }

    @Test func `without a place for it the answer says what to do`() async throws {
        let failure = await #expect(throws: Failure.self) {
            try await answer(position: Self.large, places: MemoryPlaces(), ["CURLEW_STATE_BUCKET": ""])
        }
        #expect(failure?.kind == .config)
        #expect(failure?.message.hasPrefix("the state is too large for an event (2") == true)
        #expect(failure?.hint == "give `state` a URL, or set CURLEW_STATE_BUCKET")
    }

    @Test func `a state that has a URL stays there, however large`() async throws {
        let places = MemoryPlaces()
        for size in [10, Self.large] {
            let answer = try await answer(
                ["output": "mem:lake", "state": .string("mem:state-\(size)")], position: size, places: places)
            #expect(answer.members["state"] == .string("mem:state-\(size)"))
        }
        #expect(places.urls == ["mem:state-10", "mem:state-\(Self.large)"])
        #expect(places.claims == [])
    }
}
