import Connector
import DateTime
import JSON
import Synchronization
import Testing

@testable import Sync

@Suite struct SyncRunTests {
    /// Runs a source from a state, as text, and returns the report.
    static func run(
        _ source: PlannedSource, into sink: MemorySink, from state: JSONValue = [:], streams: [String]? = nil,
        maximumRecords: Int? = nil, deadline: Deadline = Deadline(), listener: Listener = Listener()
    ) async throws -> SyncReport {
        var start = try SyncState(state, of: source.name, from: "the test")
        _ = try start.begin(at: .unixEpoch)
        var options = SyncOptions(deadline: deadline)
        options.streams = streams
        options.maximumRecords = maximumRecords
        return try await SyncRun(from: source, into: sink, state: start, options: options, observer: listener).run()
    }

    @Test func `streams are read to their ends`() async throws {
        let source = PlannedSource([("one", .whole([2, 2, 1])), ("two", .sliced([[("a", [1]), ("b", [2, 1])]]))])
        let sink = MemorySink()
        let listener = Listener()
        let report = try await Self.run(source, into: sink, listener: listener)
        #expect(report.status == .succeeded)
        #expect(report.streams.map(\.recordCount) == [5, 4])
        #expect(report.streams.map(\.pageCount) == [3, 3])
        #expect(sink.ids("one") == [1, 2, 3, 4, 5])
        #expect(sink.ids("two").sorted() == [1, 2, 3, 4])
        #expect(
            listener.lines.filter { $0.hasPrefix("info") } == [
                "info Starting sync for stream: one", "info Completed sync for one: 5 records in 3 pages",
                "info Starting sync for stream: two", "info Completed sync for two: 4 records in 3 pages",
            ])
        #expect(report.state["sync"] == nil)
    }

    @Test func `the cursor is what a complete scan has reached`() async throws {
        let source = PlannedSource([("one", .whole([2, 3], cursorField: ["id"]))])
        let first = try await Self.run(source, into: MemorySink())
        #expect(first.state["streams"]?["one"]?["cursor"] == 5)
        let sink = MemorySink()
        let second = try await Self.run(source, into: sink, from: first.state)
        #expect(sink.ids("one") == [])
        #expect(second.state["streams"]?["one"] == first.state["streams"]?["one"])
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7])
    func `a limit of records stops in the middle of a page, and the state goes on there`(limit: Int) async throws {
        let source = PlannedSource([("one", .whole([3, 3], cursorField: ["id"]))])
        let sink = MemorySink()
        let report = try await Self.run(source, into: sink, maximumRecords: limit)
        #expect(report.status == .succeeded)
        #expect(sink.ids("one") == Array((1...6).prefix(limit)))
        let rest = try await Self.run(source, into: sink, from: report.state)
        #expect(sink.ids("one") == Array(1...6))
        #expect(rest.state["streams"]?["one"]?["cursor"] == 6)
        #expect(rest.state["streams"]?["one"]?["position"] == nil)
    }

    @Test(arguments: [true, false], [1, 4, 5, 6, 7, 20])
    func `a limit of records is for the whole sync, however often it is cut`(commitsAtOnce: Bool, limit: Int)
        async throws
    {
        let source = PlannedSource([
            ("one", .whole([2, 2, 2, 2])), ("two", .sliced([[("a", [2, 2]), ("b", [1, 3])]])),
        ])
        let sink = MemorySink(commitsAtOnce: commitsAtOnce)
        var state: JSONValue = [:]
        var runs = 0
        while true {
            runs += 1
            try #require(runs < 50)
            let deadline = Deadline()
            let source = StoppingSource(source, after: 1) { deadline.pull() }
            var start = try SyncState(JSONValue.parse(state.description), of: "planned", from: "the test")
            _ = try start.begin(at: .unixEpoch)
            var options = SyncOptions(deadline: deadline)
            options.maximumRecords = limit
            options.concurrency = 1
            let report = try await SyncRun(
                from: source, into: sink, state: start, options: options, observer: Listener()
            ).run()
            state = report.state
            if report.status != .incomplete { break }
            #expect(state["sync"]?["counts"]?["one"] == .integer(Int64(sink.ids("one").count)))
        }
        #expect(runs > (limit > 2 ? 2 : 1))
        #expect(sink.ids("one") == Array((1...8).prefix(limit)))
        #expect(sink.ids("two").count == min(limit, 8))
        // The next sync counts from nothing.
        #expect(state["sync"] == nil)
    }

    @Test(arguments: [true, false], [3, 4, 5, 6, 7, 20])
    func `records that are dropped do not count against a limit`(canDrop: Bool, limit: Int) async throws {
        var (whole, sliced) = (
            PlannedSource.StreamPlan.whole([2, 2, 2, 2]),
            PlannedSource.StreamPlan.sliced([[("a", [1]), ("b", [2, 2, 2, 2])]])
        )
        // Forgotten from the second run to the third.
        (whole.stale, sliced.stale) = (["@2"], ["b@2"])
        let source = PlannedSource([("whole", whole), ("sliced", sliced)])
        let sink = MemorySink(commitsAtOnce: false, canDrop: canDrop)
        var state: JSONValue = [:]
        var (runs, reported) = (0, 0)
        while true {
            runs += 1
            try #require(runs < 50)
            let deadline = Deadline()
            var start = try SyncState(JSONValue.parse(state.description), of: "planned", from: "the test")
            _ = try start.begin(at: .unixEpoch)
            var options = SyncOptions(deadline: deadline)
            options.maximumRecords = limit
            options.concurrency = 1
            let report = try await SyncRun(
                from: StoppingSource(source, after: 1) { deadline.pull() }, into: sink, state: start, options: options,
                observer: Listener()
            ).run()
            state = report.state
            reported += report.recordCount
            if report.status != .incomplete { break }
        }
        if canDrop {
            #expect(sink.ids("whole") == Array((1...8).prefix(limit)))
            #expect(sink.ids("sliced") == Array((1...9).prefix(limit)))
        } else {
            // What cannot be taken back was delivered.
            #expect(sink.ids("whole").count == min(limit, 12))
            #expect(sink.ids("sliced").count == min(limit, 13))
        }
        #expect(state["sync"] == nil)
    }

    @Test func `what an earlier sync has written is not given back to this one`() async throws {
        var plan = PlannedSource.StreamPlan.whole([2, 2, 2, 2])
        plan.stale = ["@1"]
        let source = PlannedSource([("one", plan)])
        let sink = MemorySink(commitsAtOnce: false, canDrop: true)
        let first = try await Self.run(source, into: sink, maximumRecords: 3)
        #expect(sink.ids("one") == [1, 2, 3])
        let second = try await Self.run(source, into: sink, from: first.state, maximumRecords: 4)
        #expect(second.streams[0].notes.first?.contains("scanned anew") == true)
        #expect(sink.ids("one") == [1, 2, 3, 4])
    }

    @Test func `without a limit of records nothing is counted, and a lower one ends the sync`() async throws {
        let source = PlannedSource([("one", .whole([2, 2, 2, 2]))])
        func run(from state: JSONValue, _ limit: Int?, cut: Bool, into sink: MemorySink) async throws -> SyncReport {
            let deadline = Deadline()
            var start = try SyncState(state, of: "planned", from: "the test")
            _ = try start.begin(at: .unixEpoch)
            var options = SyncOptions(deadline: deadline)
            options.maximumRecords = limit
            let stopping = StoppingSource(source, after: cut ? 1 : 9) { deadline.pull() }
            return try await SyncRun(from: stopping, into: sink, state: start, options: options, observer: Listener())
                .run()
        }
        let sink = MemorySink()
        let first = try await run(from: [:], nil, cut: true, into: sink)
        #expect(first.state["sync"]?["counts"] == nil)
        let second = try await run(from: first.state, 10, cut: true, into: sink)
        #expect(second.status == .incomplete)
        let read = sink.ids("one").count
        let third = try await run(from: second.state, 1, cut: false, into: sink)
        #expect(third.status == .succeeded)
        #expect(third.streams[0].recordCount == 0)
        #expect(sink.ids("one").count == read)
    }

    @Test(arguments: [true, false])
    func `cut at every page and resumed, a sync reads what an uncut one reads`(commitsAtOnce: Bool) async throws {
        let source = PlannedSource([
            ("one", .whole([2, 1, 3], cursorField: ["id"])),
            ("two", .sliced([[("a", [1, 2]), ("b", [2])], [("c", []), ("d", [1, 1])]], cursorField: ["id"])),
            ("three", .sliced([[("x", [1, 1])]])),
        ])
        let uncut = try await Self.run(source, into: MemorySink())
        let sink = MemorySink(commitsAtOnce: commitsAtOnce)
        var state: JSONValue = [:]
        var runs = 0
        while true {
            runs += 1
            try #require(runs < 50)
            let deadline = Deadline()
            let source = StoppingSource(source, after: 1) { deadline.pull() }
            var start = try SyncState(JSONValue.parse(state.description), of: "planned", from: "the test")
            let identity = try start.begin(at: .unixEpoch)
            #expect(identity.generation == runs)
            let report = try await SyncRun(
                from: source, into: sink, state: start, options: SyncOptions(deadline: deadline), observer: Listener()
            ).run()
            #expect(sink.durable == sink.ids("one").count + sink.ids("two").count + sink.ids("three").count)
            state = report.state
            if report.status != .incomplete { break }
        }
        #expect(runs > 4)
        #expect(sink.ids("one") == [1, 2, 3, 4, 5, 6])
        #expect(sink.ids("two").sorted() == [1, 2, 3, 4, 5, 6, 7])
        #expect(sink.ids("three") == [1, 2])
        #expect(state == uncut.state)
    }

    @Test func `one stream's failure does not stop the others`() async throws {
        var plan = PlannedSource.StreamPlan.whole([2, 2], cursorField: ["id"])
        plan.failure = ("", 1, Failure(.source, "HTTP 500"))
        let source = PlannedSource([("bad", plan), ("good", .whole([1]))])
        let sink = MemorySink()
        let report = try await Self.run(source, into: sink)
        #expect(report.status == .partial)
        #expect(report.streams.map(\.status) == [.failed, .succeeded])
        #expect(report.streams[0].failure == Failure(.source, "HTTP 500"))
        #expect(report.state["streams"]?["bad"]?["position"]?["page"] == 1)
        #expect(report.state["streams"]?["bad"]?["pending"] == 2)
        #expect(report.state["streams"]?["bad"]?["cursor"] == nil)
        #expect(report.state["sync"] == nil)
    }

    @Test func `a wait that is too long ends the run and says when to come back`() async throws {
        var plan = PlannedSource.StreamPlan.whole([2, 2])
        plan.waits = ("", 1, .seconds(90))
        let report = try await Self.run(PlannedSource([("one", plan)]), into: MemorySink())
        #expect(report.status == .incomplete)
        #expect(report.resumeAfter == .seconds(90))
        #expect(report.state["sync"]?["generation"] == 1)
    }

    @Test func `a position that died is scanned again, once, from the cursor`() async throws {
        var plan = PlannedSource.StreamPlan.whole([2, 2], cursorField: ["id"])
        plan.stale = ["@1"]
        let source = PlannedSource([("one", plan)])
        let sink = MemorySink()
        let listener = Listener()
        let state: JSONValue = ["streams": ["one": ["cursor": 1, "position": ["page": 1], "pending": 2]]]
        let report = try await Self.run(source, into: sink, from: state, listener: listener)
        #expect(report.status == .succeeded)
        #expect(sink.ids("one") == [2, 3, 4])
        #expect(report.streams[0].notes.first?.contains("scanned anew") == true)
        #expect(report.state["streams"]?["one"]?["cursor"] == 4)
    }

    @Test func `a sink that fails ends everything, and the state stays behind`() async throws {
        let source = PlannedSource([("one", .whole([2, 2])), ("two", .whole([1]))])
        let sink = MemorySink(failure: (2, Failure(.destination, "disk full")))
        let report = try await Self.run(source, into: sink)
        #expect(report.status == .failed)
        #expect(report.streams.map { $0.failure?.message } == ["disk full", "disk full"])
        #expect(report.state["streams"]?["one"]?["position"]?["page"] == 1)
        #expect(source.asked.withLock { $0 } == ["one/@0", "one/@1"])
    }

    @Test func `errors are left out up to a number`() async throws {
        var plan = PlannedSource.StreamPlan.whole([1, 1, 1])
        (plan.errorsPerPage, plan.maximumErrors) = (1, 2)
        let failing = try await Self.run(PlannedSource([("one", plan)]), into: MemorySink())
        #expect(failing.status == .failed)
        #expect(failing.streams[0].failure?.message == "more than 2 errors, the last one: HTTP 403 on page 2")
        plan.maximumErrors = 3
        let passing = try await Self.run(PlannedSource([("one", plan)]), into: MemorySink())
        #expect(passing.status == .succeeded)
        #expect(passing.streams[0].errorCount == 3)
        #expect(passing.streams[0].notes.count == 3)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a slow slice keeps groups from being opened, and the state small`() async throws {
        let source = SlowSliceSource(groups: 40, of: 100, slowUntil: 2_199)
        var start = try SyncState([:], of: source.name, from: "the test")
        _ = try start.begin(at: .unixEpoch)
        let report = try await SyncRun(
            from: source, into: MemorySink(commitsAtOnce: false), state: start,
            options: SyncOptions(deadline: Deadline()), observer: Listener()
        ).run()
        #expect(report.status == .succeeded)
        #expect(report.streams[0].pageCount == 4_000)
        #expect(source.readBehindSlow == 2_199)
    }

    @Test(.timeLimit(.minutes(1)))
    func `slices that have no time do not keep a run from ending`() async throws {
        var plan = PlannedSource.StreamPlan.sliced(
            (0..<30).map { group in (0..<100).map { (id: "\(group)-\($0)", sizes: [1]) } })
        plan.waits = ("0-0", 0, .seconds(9))
        let report = try await Self.run(PlannedSource([("one", plan)]), into: MemorySink(commitsAtOnce: false))
        #expect(report.status == .incomplete)
        #expect(report.resumeAfter == .seconds(9))
        #expect(report.streams[0].recordCount == 2_199)
        #expect(report.state["streams"]?["one"]?["slices"]?["position"] == ["group": 0])
    }

    @Test func `an unknown stream is named, with the nearest`() async throws {
        await #expect(throws: Failure.self) {
            _ = try await Self.run(
                PlannedSource([("customers", .whole([1]))]), into: MemorySink(), streams: ["costumers"])
        }
    }

    @Test func `what the sink keeps is in the state`() async throws {
        let report = try await Self.run(PlannedSource([("one", .whole([1]))]), into: MemorySink())
        #expect(report.state["streams"]?["one"]?["kept"] == "by the sink")
    }
}

/// A source that pulls a deadline when it has handed over so many pages.
struct StoppingSource: Source {
    private let source: PlannedSource
    private let pages: Int
    private let stop: @Sendable () -> Void
    private let count = Counter()

    init(_ source: PlannedSource, after pages: Int, stop: @escaping @Sendable () -> Void) {
        self.source = source
        self.pages = pages
        self.stop = stop
    }

    var name: String { source.name }
    func streams(until deadline: Deadline) -> [StreamDescriptor] { source.descriptors }
    func check(until deadline: Deadline) {}

    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await source.slices(of: stream, from: start, until: deadline, deliver)
    }

    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        try await source.pages(of: slice, in: stream, from: start, until: deadline) { (page) async throws(Failure) in
            let verdict = try await deliver(page)
            if count.increment() >= pages { stop() }
            return verdict
        }
    }
}

final class Counter: Sendable {
    private let value = Mutex(0)

    func increment() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
