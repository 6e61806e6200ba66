import Connector
import DateTime
import JSON
import Sync
import Synchronization
import Testing

@testable import Declarative

/// Every pagination with every partition and every decoder, read whole and cut at every page.
@Suite struct CutAndResumeTests {
    struct Combination: CustomTestStringConvertible, Sendable {
        var paging: SimulatedAPI.Paging
        var format: SimulatedAPI.Format
        var partition: SimulatedPartition

        var testDescription: String { "\(paging) × \(partition) × \(format)" }

        static var all: [Combination] {
            SimulatedAPI.Paging.allCases.flatMap { paging in
                SimulatedAPI.Format.allCases.flatMap { format in
                    SimulatedPartition.allCases.compactMap { partition in
                        // The place of a next URL is in the body, which lines and rows do not have; a job's result is not
                        // asked for by a POST, and its path is that of the job.
                        if paging == .nextURL, format == .jsonLines || format == .csv { return nil }
                        if partition == .job, paging == .cursorInBody || paging == .cursorInPath { return nil }
                        return Combination(paging: paging, format: format, partition: partition)
                    }
                }
            }
        }
    }

    @Test(arguments: Combination.all)
    func `a sync cut at every page reads what an uncut one reads`(_ combination: Combination) async throws {
        let api = SimulatedAPI(combination.paging, combination.format)
        let source = try SimulatedConnector.source(api, combination.partition)
        let uncut = RecordKeeper()
        let whole = try await uncut.run(source)
        #expect(whole.status == .succeeded, "\(whole.streams.map { $0.failure?.description ?? "" })")
        #expect(uncut.ids == Array(0..<17), "\(api.requests)")

        let cut = RecordKeeper()
        var state: JSONValue = [:]
        var runs = 0
        while true {
            runs += 1
            try #require(runs < 60)
            let report = try await cut.run(
                try SimulatedConnector.source(api, combination.partition), from: state, pages: 1)
            try #require(report.status != .failed, "\(report.streams.map { $0.failure?.description ?? "" })")
            state = try JSONValue.parse(report.state.description)
            if report.status == .succeeded { break }
        }
        #expect(cut.ids == uncut.ids)
        #expect(cut.count == uncut.count)
        #expect(state == whole.state)
        #expect(runs > 1 || combination.paging == .none)

        // Nothing is new, then one record is.
        let again = RecordKeeper()
        let second = try await again.run(try SimulatedConnector.source(api, combination.partition), from: state)
        #expect(again.ids == [])
        api.add(99)
        _ = try await again.run(try SimulatedConnector.source(api, combination.partition), from: second.state)
        #expect(again.ids == [99])
    }

    @Test(arguments: SimulatedAPI.Format.allCases)
    func `an answer that comes piece by piece is cut between its pieces`(_ format: SimulatedAPI.Format) async throws {
        let api = SimulatedAPI(.linkHeader, format, pageSize: 7, streams: true, padding: 100_000)
        let whole = RecordKeeper()
        let report = try await whole.run(try SimulatedConnector.source(api, .none))
        #expect(report.streams[0].pageCount == 3)
        let cut = RecordKeeper()
        var state: JSONValue = [:]
        var runs = 0
        while true {
            runs += 1
            try #require(runs < 60)
            let report = try await cut.run(try SimulatedConnector.source(api, .none), from: state, pages: 1)
            state = report.state
            if report.status == .succeeded { break }
        }
        #expect(runs >= 5)
        #expect(cut.ids == Array(0..<17))
        #expect(cut.count == 17)
        #expect(state == report.state)
    }

    @Test func `a job that was created is not created again`() async throws {
        let api = SimulatedAPI(.linkHeader, .csv)
        let keeper = RecordKeeper()
        var state: JSONValue = [:]
        for _ in 0..<20 {
            let report = try await keeper.run(try SimulatedConnector.source(api, .job), from: state, pages: 1)
            state = report.state
            if report.status == .succeeded { break }
        }
        #expect(keeper.ids == Array(0..<17))
        #expect(api.jobCount == 1)
    }
}

/// Runs syncs of the stream `items` and keeps the records.
final class RecordKeeper: Sink, SyncObserver {
    private let kept = Mutex<[Int]>([])
    private let pages = Mutex(0)

    let keepsStreamsApart = true
    let commitsAtOnce = true

    /// The ids of the records, in their own order, each once.
    var ids: [Int] { kept.withLock { Set($0).sorted() } }
    var count: Int { kept.withLock { $0.count } }

    /// Runs a sync, as far as so many pages.
    func run(
        _ source: any Source, from state: JSONValue = [:], pages: Int = .max, maximumRecords: Int? = nil,
        deadline: Deadline = Deadline()
    )
        async throws -> SyncReport
    {
        self.pages.withLock { $0 = pages }
        var start = try SyncState(state, of: source.name, from: "the test")
        _ = try start.begin(at: .unixEpoch)
        var options = SyncOptions(deadline: deadline)
        options.streams = ["items"]
        options.maximumRecords = maximumRecords
        options.concurrency = pages == .max ? 8 : 1
        let stopping = StoppingSource(source: source, deadline: deadline, keeper: self)
        return try await SyncRun(from: stopping, into: self, state: start, options: options, observer: self).run()
    }

    /// Whether a page that was handed over was the last one wanted.
    fileprivate func isEnough() -> Bool {
        pages.withLock {
            $0 -= 1
            return $0 <= 0
        }
    }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink { Part(keeper: self) }

    private struct Part: StreamSink {
        var keeper: RecordKeeper

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Written {
            let ids = records.views.compactMap { $0["id"].flatMap { $0.int64 ?? $0.string.flatMap { Int64($0) } } }
            keeper.kept.withLock { $0 += ids.map(Int.init) }
            return Written()
        }

        func commit() -> Commit { Commit() }
    }

    func log(_ level: LogLevel, _ message: String) {}
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}

/// A source that pulls a deadline when enough pages were handed over.
private struct StoppingSource: Source {
    var source: any Source
    var deadline: Deadline
    var keeper: RecordKeeper

    var name: String { source.name }

    func streams(until deadline: Deadline) async throws(Failure) -> [StreamDescriptor] {
        try await source.streams(until: deadline)
    }

    func check(until deadline: Deadline) async throws(Failure) {}

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
            if keeper.isEnough() { self.deadline.pull() }
            return verdict
        }
    }
}
