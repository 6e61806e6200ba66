import Connector
import DateTime
import Foundation
import HTTPClient
import JSON
import Sync
import Testing
import YAML

@testable import CommandLine
@testable import Declarative

/// A sync of one stream of a connector, with answers written down beside it.
struct ReplayedSync {
    var records: [JSONValue]
    /// `streams` of the state at the end, and the whole of it.
    var streams: JSONValue
    var state: JSONValue
    /// What was sent for records; `allRequests` also holds what was sent before, for the check and its token.
    var requests: [HTTPRequest]
    var allRequests: [HTTPRequest]
    var failure: Failure?

    static let now = Timestamp(iso8601: "2024-06-10T12:00:00Z") ?? .unixEpoch

    /// Reads a stream of a connector, given as its file; `answers` are exchanges as cassettes have them, in YAML.
    init(
        _ connector: String, _ stream: String, configuration: JSONValue = [:], state: JSONValue = [:],
        checksFirst: Bool = false, answers: String
    ) async throws {
        let definition = try ConnectorDefinition.parse(Array(connector.utf8), file: "connector.yaml")
        let given = try definition.configuration.check(configuration, from: "the test")
        let environment = SourceEnvironment(now: Self.now, rehearsal: .replay("the test"))
        for secret in given.secrets { environment.secrets.add(secret) }
        let log = RequestLog()
        let replay = try ReplayTransport(Self.cassette(answers), secrets: environment.secrets)
        let source = try DeclarativeSource(
            definition, configuration: given, environment: environment, transport: KeepingTransport(replay, log),
            timing: TestClock(day: Self.now.iso8601()).timing())
        if checksFirst { try await source.check(until: Deadline()) }
        let checks = log.requests.count
        var start = try SyncState(state, of: source.name, from: "the test")
        _ = try start.begin(at: Self.now)
        var options = SyncOptions(deadline: Deadline())
        options.streams = [stream]
        options.concurrency = 1
        let sink = CollectingSink()
        let report = try await SyncRun(
            from: source, into: sink, state: start, options: options, observer: SilentObserver()
        ).run()
        records = sink.records(of: stream)
        streams = report.state["streams"] ?? [:]
        self.state = report.state
        allRequests = log.requests
        requests = Array(allRequests.dropFirst(checks))
        failure = report.streams.first?.failure
    }

    /// Requests as a person reads them: the method unless it is GET, and the URL, decoded.
    var calls: [String] {
        requests.map { request in
            let url = request.url.description.removingPercentEncoding ?? request.url.description
            return request.method == .get ? url : "\(request.method) \(url)"
        }
    }

    private static func cassette(_ text: String) throws -> Cassette {
        let exchanges = try YAMLNode.parse(Array(text.utf8)).jsonValue.array ?? []
        return Cassette(exchanges: try exchanges.map { try RecordedExchange($0) })
    }
}

private struct SilentObserver: SyncObserver {
    func log(_ level: LogLevel, _ message: String) {}
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}
