import Connector
import DateTime
import JSON
import Testing

@testable import Sync

/// What becomes of a run that has no time to make durable what it read.
@Suite struct LateSinkTests {
    /// A sink for which it is too late at some point.
    private struct LateSink: Sink {
        enum Point { case write, commit, end }

        static let failure = Failure(.deadline, "too late", mayRetry: true)
        let point: Point
        let inner = MemorySink()
        var keepsStreamsApart: Bool { false }
        var commitsAtOnce: Bool { false }

        func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
            LateStream(point: point, inner: inner.open(stream, state: state))
        }

        func end() throws(Failure) { if point == .end { throw Self.failure } }
    }

    private struct LateStream: StreamSink {
        let point: LateSink.Point
        let inner: any StreamSink

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) async throws(Failure) -> Written {
            if point == .write { throw LateSink.failure }
            return try await inner.write(records, of: slice, endsSlice: endsSlice)
        }

        func commit() async throws(Failure) -> Commit {
            if point != .end { throw LateSink.failure }
            return try await inner.commit()
        }
    }

    private func run(_ point: LateSink.Point) async throws -> SyncReport {
        let source = PlannedSource([("one", .whole([2, 2], cursorField: ["id"])), ("two", .sliced([[("a", [1])]]))])
        var state = SyncState()
        _ = try state.begin(at: .unixEpoch)
        return try await SyncRun(from: source, into: LateSink(point: point), state: state, observer: Listener()).run()
    }

    @Test(arguments: [LateSink.Point.write, .commit])
    private func `what could not be made durable is not counted, and left to the next run`(point: LateSink.Point)
        async throws
    {
        let report = try await run(point)
        #expect(report.status == .incomplete)
        #expect(report.streams.map(\.status) == [.incomplete, .incomplete])
        #expect(report.recordCount == 0)
        #expect(!report.hasAdvanced)
        #expect(report.streams[0].notes == ["there was no time to make everything durable that was read: too late"])
        #expect(report.state["streams"]?["one"] == nil)
        #expect(report.state["sync"]?["completed"] == nil)
    }

    @Test func `what a source had no time for does not hide what was made durable`() async throws {
        var plan = PlannedSource.StreamPlan.whole([2, 2])
        plan.failure = ("", 1, LateSink.failure)
        let sink = MemorySink(commitsAtOnce: false)
        let report = try await SyncRunTests.run(PlannedSource([("one", plan)]), into: sink)
        #expect(report.status == .incomplete)
        #expect(sink.durable == 2)
        #expect(report.recordCount == 2)
        #expect(report.state["streams"]?["one"]?["position"] == ["page": 1])
    }

    @Test func `a sync that could not be ended is ended by the next run`() async throws {
        let report = try await run(.end)
        #expect(report.status == .incomplete)
        #expect(report.hasAdvanced)
        #expect(report.recordCount == 5)
        #expect(report.state["sync"]?["completed"] == ["one", "two"])
        let source = PlannedSource([("one", .whole([2, 2])), ("two", .sliced([[("a", [1])]]))])
        let next = try await SyncRunTests.run(source, into: MemorySink(), from: report.state)
        #expect(next.status == .succeeded)
        #expect(next.recordCount == 0)
        #expect(next.state["sync"] == nil)
    }
}
