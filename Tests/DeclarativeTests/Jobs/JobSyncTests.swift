import Connector
import DateTime
import HTTPClient
import JSON
import Sync
import Synchronization
import Testing

@testable import Declarative

/// Streams of jobs, as whole syncs.
@Suite struct JobSyncTests {
    private static let json = ["Content-Type": "application/json"]

    private static func stream(_ more: String = "", download: String = #"{ path: "/jobs/{{ job_id }}/rows" }"#)
        -> String
    {
        """
        name: exports
        base_url: https://api.example.com
        http: { max_retries: 0 }
        streams:
          - name: items
            \(more)
            partition:
              type: async_job
              create: { path: /jobs, job_id_path: id }
              poll:
                path: "/jobs/{{ job_id }}"
                interval_secs: 0.001
                status_path: state
                completed_value: done
                failed_values: [expired]
              download: \(download)
        """
    }

    private func run(
        _ text: String, _ transport: ScriptedTransport, into keeper: RecordKeeper, from state: JSONValue = [:],
        maximumRecords: Int? = nil
    ) async throws -> SyncReport {
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "exports.yaml")
        let source = try DeclarativeSource(
            definition, configuration: try definition.configuration.check([:], from: "the test"),
            environment: SourceEnvironment(now: .unixEpoch), transport: transport)
        var start = try SyncState(state, of: "exports", from: "the test")
        _ = try start.begin(at: .unixEpoch)
        var options = SyncOptions(deadline: Deadline())
        options.maximumRecords = maximumRecords
        return try await SyncRun(from: source, into: keeper, state: start, options: options, observer: keeper).run()
    }

    @Test func `the cursor goes to the creation, and a signed URL stays as it is`() async throws {
        let transport = ScriptedTransport { _, request in
            if request.method == .post { return .answer(200, Self.json, #"{"id":"j1"}"#) }
            if request.url.path == "/jobs/j1" {
                return .answer(200, Self.json, #"{"state":"done","url":"https://storage.example.net/r?sig=abc"}"#)
            }
            return .answer(200, Self.json, #"[{"id":1,"at":"2024-02-01"}]"#)
        }
        let text = Self.stream(
            #"incremental: { cursor_field: at, param: since, start: "2024-01-01", end_param: until, end: "2024-03-01" }"#,
            download: "{ url_path: url }")
        let report = try await run(text, transport, into: RecordKeeper())
        #expect(report.status == .succeeded)
        _ = try await run(text, transport, into: RecordKeeper(), from: report.state)
        let poll = "https://api.example.com/jobs/j1"
        let result = "https://storage.example.net/r?sig=abc"
        #expect(
            transport.urls == [
                "https://api.example.com/jobs?since=2024-01-01&until=2024-03-01", poll, result,
                "https://api.example.com/jobs?since=2024-02-01&until=2024-03-01", poll, result,
            ])
    }

    @Test func `neither poll nor download by path carries the cursor`() async throws {
        let transport = ScriptedTransport { _, request in
            if request.method == .post { return .answer(200, Self.json, #"{"id":"j1"}"#) }
            return .answer(200, Self.json, request.url.path == "/jobs/j1" ? #"{"state":"done"}"# : "[]")
        }
        _ = try await run(
            Self.stream(#"incremental: { cursor_field: at, param: since, location: body, start: "7" }"#), transport,
            into: RecordKeeper())
        #expect(
            transport.requests.map { $0.body.map { String(decoding: $0, as: UTF8.self) } } == [
                #"{"since":"7"}"#, nil, nil,
            ])
    }

    @Test func `a job that died after part of its result was read is scanned anew`() async throws {
        let hasDied = Mutex(false)
        let transport = ScriptedTransport { _, request in
            let dead = hasDied.withLock { $0 }
            if request.method == .post { return .answer(200, Self.json, #"{"id":"\#(dead ? "j2" : "j1")"}"#) }
            if request.url.path == "/jobs/j1", dead { return .answer(200, Self.json, #"{"state":"expired"}"#) }
            if request.url.path.hasSuffix("/rows") {
                return .answer(200, Self.json, #"[{"id":1},{"id":2},{"id":3}]"#)
            }
            return .answer(200, Self.json, #"{"state":"done"}"#)
        }
        let keeper = RecordKeeper()
        let first = try await run(Self.stream(), transport, into: keeper, maximumRecords: 2)
        #expect(first.state["streams"]?["items"]?["position"] == ["job": "j1", "polls": 1, "skip": 2])
        hasDied.withLock { $0 = true }
        let second = try await run(Self.stream(), transport, into: keeper, from: first.state)
        #expect(second.status == .succeeded)
        #expect(second.streams[0].notes.first?.contains("is scanned anew") == true)
        #expect(keeper.ids == [1, 2, 3])
    }

    @Test func `a job that failed before any of its result was read fails, and is forgotten`() async throws {
        let transport = ScriptedTransport(.answer(200, Self.json, #"{"state":"expired"}"#))
        let report = try await run(
            Self.stream(), transport, into: RecordKeeper(),
            from: ["streams": ["items": ["position": ["job": "j1", "polls": 3]]]])
        #expect(report.streams[0].failure?.message == "stream `items`: job `j1` ended as `expired`")
        #expect(report.state["streams"]?["items"]?["position"] == [:])
    }

    @Test func `a state may say that a job was asked for as often as there are numbers`() async throws {
        let transport = ScriptedTransport(.answer(200, Self.json, #"{"state":"running"}"#))
        let report = try await run(
            Self.stream(), transport, into: RecordKeeper(),
            from: ["streams": ["items": ["position": ["job": "j1", "polls": .integer(.max)]]]])
        #expect(report.status == .failed)
        #expect(transport.requests.count == 1)
    }
}
