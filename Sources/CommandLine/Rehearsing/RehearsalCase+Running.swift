internal import Actions
internal import Connector
internal import DateTime
internal import JSON
internal import Sync
internal import Synchronization

/// What became of a case.
struct RehearsalResult: Sendable {
    /// Whether all streams were read to their ends.
    var isComplete = true
    /// What is not as expected, as a sentence; nil when nothing is.
    var fault: String?
    /// What a person may want to know.
    var notes: [String] = []
    /// What was read of each stream.
    var records: JSONObject = [:]
    /// `streams` of the state at the end.
    var finalState: JSONValue = [:]
}

extension RehearsalCase {
    /// No case is worth waiting longer for.
    private static let time = Duration.seconds(60)

    /// Reads the case's streams with the answers of its file, and compares.
    func run(_ reference: String, in catalog: any ConnectorCatalog) async throws(Failure) -> RehearsalResult {
        let connector = try ConfiguredConnector(
            reference, GivenConfiguration(value: configuration, source: "\(path): config"), in: catalog)
        do throws(Failure) {
            return try await run(connector, in: catalog)
        } catch {
            throw connector.secrets.masked(error)
        }
    }

    private func run(
        _ connector: ConfiguredConnector, in catalog: any ConnectorCatalog
    ) async throws(Failure) -> RehearsalResult {
        var state = try GivenState(value: state, source: "\(path): state").sync(of: connector.description.name)
        let identity = try state.begin(at: now ?? .now())
        let listener = RehearsalListener()
        let environment = SourceEnvironment(
            now: identity.startedAt, secrets: connector.secrets, rehearsal: .replay(path),
            log: { listener.log($0, $1) })
        let source = try catalog.source(
            connector.reference, configuration: connector.configuration, environment: environment)
        var options = SyncOptions(deadline: Deadline(at: .now + Self.time))
        options.streams = selectedStreams
        options.maximumRecords = maximumRecords
        // One slice after the other, so that the records come in the same order each time.
        options.concurrency = 1
        let sink = CollectingSink()
        let report = try await SyncRun(from: source, into: sink, state: state, options: options, observer: listener)
            .run()
        return result(of: report, sink, listener, connector.secrets)
    }

    private func result(
        of report: SyncReport, _ sink: CollectingSink, _ listener: RehearsalListener, _ secrets: Secrets
    ) -> RehearsalResult {
        var result = RehearsalResult()
        for stream in report.streams { result.records[stream.stream] = .array(sink.records(of: stream.stream)) }
        result.finalState = report.state["streams"] ?? [:]
        result.notes = listener.warnings.map { secrets.masked($0) }
        if let failed = report.streams.first(where: { $0.status != .succeeded }) {
            let reason = failed.failure.map { secrets.masked($0).description } ?? "there was no time for all of it"
            result.isComplete = false
            result.fault = "\(failed.stream): \(reason)"
        } else {
            result.fault = difference(in: result)
        }
        return result
    }

    private func difference(in result: RehearsalResult) -> String? {
        for stream in records ?? [:] {
            let expected = stream.value.array ?? []
            let found = result.records[stream.key]?.array ?? []
            for (index, (one, other)) in zip(expected, found).enumerated() {
                guard let difference = JSONDifference(expected: one, found: other) else { continue }
                return "\(stream.key), record \(index + 1), \(difference)"
            }
            if expected.count != found.count {
                return "\(stream.key): expected \(expected.count) records, read \(found.count)"
            }
        }
        guard let finalState else { return nil }
        return JSONDifference(expected: finalState, found: result.finalState).map { "final_state, \($0)" }
    }
}

extension JSONDifference: CustomStringConvertible {
    /// Where the values differ and how.
    var description: String {
        func text(_ value: JSONValue?) -> String { value.map { $0.description.cutForMessage } ?? "nothing" }
        return "\(path): expected \(text(expected)), read \(text(found))"
    }
}

extension String {
    fileprivate var cutForMessage: String { count > 200 ? prefix(200) + "…" : self }
}

/// Keeps the warnings of a rehearsal.
private final class RehearsalListener: SyncObserver {
    private let heard = Mutex<[String]>([])

    var warnings: [String] { heard.withLock { $0 } }

    func log(_ level: LogLevel, _ message: String) {
        if level == .warning { heard.withLock { $0.append(message) } }
    }

    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}
