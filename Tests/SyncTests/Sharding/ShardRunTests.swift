import Connector
import DateTime
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// A sync that is divided, read in parts that stop anywhere, and merged.
@Suite struct ShardRunTests {
    private static func source() -> PlannedSource {
        let slices = (1...12).map { (id: "s\($0)", sizes: [2, 1, 2]) }
        return PlannedSource([
            ("users", .whole([2, 2, 2], cursorField: ["id"])),
            (
                "commits",
                .sliced([Array(slices[..<5]), Array(slices[5..<6]), [], Array(slices[6...])], cursorField: ["id"])
            ),
            ("files", .sliced([[("a", [1, 1])], [("b", [2])], [("c", [1]), ("d", [1, 2])], [("e", [1])]])),
            ("empty", .sliced([[]])),
        ])
    }

    /// Begins a sync and divides it, as the plan does.
    private static func divide(
        _ source: PlannedSource, _ count: Int, from value: JSONValue? = nil
    ) async throws -> (whole: SyncState, shards: [(state: JSONValue, streams: [String])]) {
        var whole = try SyncState(value, of: source.name, from: "the test")
        let sync = try whole.begin(at: .unixEpoch)
        var cutter = ShardCutter()
        for stream in source.descriptors where !sync.completed.contains(stream.name) {
            cutter.begin(stream)
            let slicing = whole.streams[stream.name]?.slicing
            _ = try await source.slices(
                of: stream.name, from: SlicingStart(position: slicing?.position), until: Deadline()
            ) { (group) throws(Failure) in
                _ = cutter.add(group, done: slicing?.done ?? [])
                return .proceed
            }
        }
        let shards = cutter.shards(count) { "\(sync.generation)s\($0)" }.map { shard in
            (whole.part(for: shard, of: MemorySink()).json(of: source.name), shard.parts.map(\.stream))
        }
        whole.sync?.plan = "plan.json"
        return (whole, shards)
    }

    /// Runs a shard, or what is left, until so many pages were written.
    private static func run(
        _ source: PlannedSource, _ state: JSONValue, streams: [String]?, into sink: MemorySink, pages: Int
    ) async throws -> SyncReport {
        let deadline = Deadline()
        let left = Mutex(pages)
        let listener = Listener {
            let isOver = left.withLock { left in
                left -= 1
                return left <= 0
            }
            if isOver { deadline.pull() }
        }
        return try await SyncRunTests.run(
            source, into: sink, from: state, streams: streams, deadline: deadline, listener: listener)
    }

    private static func fold(
        _ whole: SyncState, _ source: PlannedSource, _ shards: [(state: JSONValue?, streams: [String])]
    ) throws -> SyncState {
        var fold = ShardFold(into: whole, streams: source.descriptors, of: MemorySink())
        for shard in shards {
            guard let value = shard.state else {
                fold.miss(streams: shard.streams)
                continue
            }
            try fold.add(SyncState(value, of: source.name, from: "a shard"), streams: shard.streams)
        }
        return fold.finish()
    }

    private static func complete(_ state: SyncState, _ source: PlannedSource) -> JSONValue {
        var state = state
        state.sync = nil
        return state.json(of: source.name)
    }

    @Test(arguments: 1...60)
    func `shards that stop anywhere and are merged in any order leave each record once`(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let source = Self.source()
        let sink = MemorySink()
        var value: JSONValue?
        // Some of it was read before it is divided, so that slices are complete or begun.
        if Bool.random(using: &random) {
            value = try await Self.run(
                source, [:], streams: nil, into: sink, pages: Int.random(in: 1...20, using: &random)
            ).state
        }
        var (whole, shards) = try await Self.divide(source, Int.random(in: 1...9, using: &random), from: value)
        for index in shards.indices {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                shards[index].state = try await Self.run(
                    source, shards[index].state, streams: shards[index].streams, into: sink,
                    pages: Int.random(in: 1...15, using: &random)
                ).state
            }
        }
        let repeated = Array(shards.shuffled(using: &random).prefix(2))
        let merged = try Self.fold(whole, source, (shards + repeated).shuffled(using: &random).map { ($0, $1) })
        whole = merged
        let rest = try await SyncRunTests.run(source, into: sink, from: whole.json(of: source.name))
        #expect(rest.status == .succeeded)
        #expect(sink.ids("users").sorted() == Array(1...6))
        #expect(sink.ids("commits").sorted() == Array(1...60))
        #expect(sink.ids("files").sorted() == Array(1...9))
        let straight = try await SyncRunTests.run(source, into: MemorySink())
        #expect(rest.state == straight.state)
    }

    @Test func `when all are complete, the state is that of one run`() async throws {
        let source = Self.source()
        let sink = MemorySink()
        var (whole, shards) = try await Self.divide(source, 5)
        for index in shards.indices {
            let report = try await SyncRunTests.run(
                source, into: sink, from: shards[index].state, streams: shards[index].streams)
            #expect(report.status == .succeeded)
            #expect(report.state["sync"]?["shard"] == .string("1s\(index)"))
            shards[index].state = report.state
        }
        whole = try Self.fold(whole, source, shards.map { ($0, $1) })
        #expect(whole.sync?.completed == ["users", "commits", "files", "empty"])
        let straight = try await SyncRunTests.run(source, into: MemorySink())
        #expect(Self.complete(whole, source) == straight.state)
    }

    @Test func `of a shard whose state is gone nothing counts as read`() async throws {
        let source = Self.source()
        let sink = MemorySink()
        var (whole, shards) = try await Self.divide(source, 3)
        for index in shards.indices.dropFirst() {
            shards[index].state = try await SyncRunTests.run(
                source, into: sink, from: shards[index].state, streams: shards[index].streams
            ).state
        }
        let before = ["users", "commits", "files"].reduce(0) { $0 + sink.ids($1).count }
        whole = try Self.fold(
            whole, source, shards.enumerated().map { ($0 == 0 ? JSONValue?.none : $1.state, $1.streams) })
        let rest = try await SyncRunTests.run(source, into: sink, from: whole.json(of: source.name))
        #expect(rest.streams.reduce(0) { $0 + $1.recordCount } == 75 - before)
        #expect(sink.ids("users").sorted() == Array(1...6))
        #expect(sink.ids("commits").sorted() == Array(1...60))
        #expect(sink.ids("files").sorted() == Array(1...9))
    }

    @Test func `a shard asks for its own slices, from where they begin`() async throws {
        let source = Self.source()
        let (_, shards) = try await Self.divide(source, 4)
        let last = try #require(shards.last { $0.streams.contains("commits") })
        _ = try await SyncRunTests.run(source, into: MemorySink(), from: last.state, streams: last.streams)
        let asked = Set(source.asked.withLock { $0 }.compactMap { $0.split(separator: "@").first.map(String.init) })
        let only = try #require(last.state["streams"]?["commits"]?["slices"]?["only"]?.array)
        let own = only.compactMap(\.string)
        #expect(asked.filter { $0.hasPrefix("commits/s") } == Set(own.map { "commits/\($0)" }))
        #expect(last.state["streams"]?["commits"]?["slices"]?["position"] == ["group": 3])
    }

    @Test func `slices that have moved to before a shard are found, and those that are gone are not waited for`()
        async throws
    {
        let before = PlannedSource([("commits", .sliced([[("a", [1]), ("b", [1])], [("c", [1]), ("d", [1])]]))])
        let shards = try await Self.divide(before, 2).shards
        #expect(shards[1].state["streams"]?["commits"]?["slices"]?["only"] == ["c", "d"])
        let after = PlannedSource([("commits", .sliced([[("c", [1]), ("a", [1])], [("b", [1]), ("e", [1])]]))])
        let sink = MemorySink()
        let report = try await SyncRunTests.run(after, into: sink, from: shards[1].state, streams: ["commits"])
        #expect(report.status == .succeeded)
        #expect(sink.ids("commits") == [1])
        #expect(report.state["sync"]?["completed"] == ["commits"])
    }

    @Test func `a gap in one shard keeps what all share where it was`() async throws {
        let source = PlannedSource([("days", .sliced([[("a", [1]), ("b", [1])]], cursorField: ["id"]))])
        let (whole, shards) = try await Self.divide(source, 2)
        var states = try shards.map { try SyncState($0.state, of: source.name, from: "a shard") }
        for index in states.indices {
            states[index].sync?.completed = ["days"]
            states[index].streams["days"]?.whole.cursor = index == 0 ? Cursor(5) : nil
            states[index].streams["days"]?.slicing?.hasGaps = index == 1
        }
        let values = states.map { $0.json(of: source.name) }
        let merged = try Self.fold(whole, source, zip(values, shards).map { ($0, $1.streams) })
        #expect(merged.streams["days"]?.whole == SliceState())
        states[1].streams["days"]?.slicing?.hasGaps = false
        let full = states.map { $0.json(of: source.name) }
        let advanced = try Self.fold(whole, source, zip(full, shards).map { ($0, $1.streams) })
        #expect(advanced.streams["days"]?.whole.cursor == Cursor(5))
    }

    @Test func `of a stream without slices, the shard's word is the last`() async throws {
        let source = PlannedSource([("users", .whole([1], cursorField: ["id"]))])
        let unfinished: JSONValue = [
            "streams": ["users": ["cursor": 3, "pending": 9, "position": ["page": 1]]]
        ]
        let (whole, shards) = try await Self.divide(source, 2, from: unfinished)
        var shard = try SyncState(shards[0].state, of: source.name, from: "a shard")
        // Something was left out: the cursor stays where it was, and nothing is pending.
        shard.streams["users"]?.whole = SliceState(cursor: Cursor(3))
        for isComplete in [true, false] {
            shard.sync?.completed = isComplete ? ["users"] : []
            let merged = try Self.fold(whole, source, [(shard.json(of: source.name), ["users"])])
            #expect(merged.streams["users"]?.whole == SliceState(cursor: Cursor(3)))
        }
    }

    @Test(arguments: 1...5)
    func `slices that come after the plan was made are read once, after their cursors`(pages: Int) async throws {
        let before = PlannedSource([("commits", .sliced([], cursorField: ["id"]))])
        let after = PlannedSource([
            ("commits", .sliced([[("a", [3]), ("b", [1, 1])], [("c", [1, 1])]], cursorField: ["id"]))
        ])
        let state: JSONValue = ["streams": ["commits": ["partitions": ["a": ["cursor": 2]]]]]
        var (whole, shards) = try await Self.divide(before, 2, from: state)
        let sink = MemorySink()
        shards[0].state = try await Self.run(after, shards[0].state, streams: nil, into: sink, pages: pages).state
        whole = try Self.fold(whole, after, shards.map { ($0, $1) })
        let rest = try await SyncRunTests.run(after, into: sink, from: whole.json(of: after.name))
        #expect(rest.status == .succeeded)
        #expect(sink.ids("commits").sorted() == Array(3...7))
        let straight = try await SyncRunTests.run(after, into: MemorySink(), from: state)
        #expect(rest.state["streams"] == straight.state["streams"])
    }

    @Test func `a shard is read to its end, and not up to a number of records`() async throws {
        let source = Self.source()
        let (_, shards) = try await Self.divide(source, 3)
        let sink = MemorySink()
        let failure = await #expect(throws: Failure.self) {
            try await SyncRunTests.run(source, into: sink, from: shards[0].state, maximumRecords: 1)
        }
        #expect(failure?.kind == .config)
        #expect(failure?.message == "shard 1s0 is read to its end, so that there can be no limit of records")
        #expect(source.asked.withLock { $0 }.isEmpty)
    }

    @Test func `the state of a shard is of use for its streams alone`() async throws {
        let source = Self.source()
        let shards = try await Self.divide(source, 4).shards
        let sink = MemorySink()
        let report = try await SyncRunTests.run(source, into: sink, from: shards[0].state)
        #expect(report.streams.map(\.stream) == shards[0].streams)
        let other = try #require(source.descriptors.map(\.name).first { !shards[0].streams.contains($0) })
        let failure = await #expect(throws: Failure.self) {
            try await SyncRunTests.run(source, into: sink, from: shards[0].state, streams: [other])
        }
        #expect(failure?.message.contains("which has nothing of the stream") == true)
    }

    @Test func `nobody goes on with a sync that is divided, nor with a shard that is merged`() async throws {
        let source = Self.source()
        let (whole, shards) = try await Self.divide(source, 2)
        for (state, text) in [(whole.json(of: source.name), "divided"), (Self.folded(shards[0].state), "merged")] {
            let failure = await #expect(throws: Failure.self) {
                try await SyncRunTests.run(source, into: MemorySink(), from: state)
            }
            #expect(failure?.kind == .config)
            #expect(failure?.message.contains(text) == true)
        }
    }

    private static func folded(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value, case .object(var sync)? = members["sync"] else { return value }
        sync["folded"] = true
        members["sync"] = .object(sync)
        return .object(members)
    }
}
