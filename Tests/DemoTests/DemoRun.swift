import BuiltInConnectors
import Connector
import DateTime
import Declarative
import JSON
import Sync
import Synchronization

@testable import Demo

/// The real engine on the real connector and its server, each time as in a process of its own.
enum DemoRun {
    /// What came of a run.
    struct Outcome {
        var report: SyncReport
        /// The records of each stream as JSON text, in the order in which they came.
        var records: [String: [String]]
        var activity: Activity
        var warnings: [String]

        func ids(_ stream: String) throws -> [Int64] {
            try (records[stream] ?? []).compactMap { try JSONValue.parse($0)["id"]?.int64 }
        }
    }

    static func catalog() -> DemoCatalog {
        DemoCatalog(DeclarativeCatalog(embedded: BuiltInConnectors.all))
    }

    static func configuration(_ values: JSONObject) throws -> Configuration {
        try catalog().describe("demo").configuration.check(.object(values), from: "the test")
    }

    /// Reads streams of the demo with a configuration, from a state; `pull` ends the run when it says so of the number of
    /// pages so far.
    static func run(
        _ values: JSONObject, from state: JSONValue = [:], streams: [String]? = nil, maximumRecords: Int? = nil,
        pullAfterPages: Int? = nil
    ) async throws -> Outcome {
        let activity = Activity()
        let environment = SourceEnvironment(now: .now(), activity: activity)
        let source = try catalog().source(
            "demo", configuration: try configuration(values), environment: environment)
        var start = try SyncState(state, of: "demo", from: "the test")
        _ = try start.begin(at: .now())
        let deadline = Deadline()
        var options = SyncOptions(deadline: deadline)
        options.streams = streams
        options.maximumRecords = maximumRecords
        let sink = CollectingSink()
        let observer = PullingObserver(deadline, afterPages: pullAfterPages ?? .max)
        let report = try await SyncRun(
            from: source, into: sink, state: start, options: options, observer: observer
        ).run()
        return Outcome(
            report: report, records: sink.records.withLock { $0 }, activity: activity,
            warnings: observer.warnings.withLock { $0 })
    }
}

/// Keeps records as JSON text, of several streams at a time.
private final class CollectingSink: Sink {
    let records = Mutex<[String: [String]]>([:])

    var keepsStreamsApart: Bool { false }
    var commitsAtOnce: Bool { true }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Part(sink: self, stream: stream.name)
    }

    private struct Part: StreamSink {
        let sink: CollectingSink
        let stream: String

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Written {
            let texts = records.views.map(\.description)
            sink.records.withLock { $0[stream, default: []] += texts }
            return Written()
        }

        func commit() -> Commit { Commit() }
    }
}

/// Pulls a deadline when so many pages are durable.
private final class PullingObserver: SyncObserver {
    let warnings = Mutex<[String]>([])
    private let deadline: Deadline
    private let afterPages: Int
    private let pages = Mutex(0)

    init(_ deadline: Deadline, afterPages: Int) {
        self.deadline = deadline
        self.afterPages = afterPages
    }

    func log(_ level: LogLevel, _ message: String) {
        if level == .warning { warnings.withLock { $0.append(message) } }
    }

    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {
        let count = pages.withLock { pages in
            pages += 1
            return pages
        }
        if count == afterPages { deadline.pull() }
    }
}
