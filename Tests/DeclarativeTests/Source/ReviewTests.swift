import Connector
import DateTime
import Foundation
import HTTPClient
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Declarative
@testable import Sync

@Suite struct ReviewTests {
    static let json = ["Content-Type": "application/json"]

    func source(
        _ streams: String, auth: String = "", http: String = "{ max_retries: 0 }", secrets: Secrets = Secrets(),
        _ transport: any Transport
    ) throws -> DeclarativeSource {
        let text = "name: review\nbase_url: https://api.example.com\n\(auth)\nhttp: \(http)\nstreams:\n\(streams)"
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "review.yaml")
        let configuration = try definition.configuration.check([:], from: "the test")
        return try DeclarativeSource(
            definition, configuration: configuration,
            environment: SourceEnvironment(now: .unixEpoch, secrets: secrets), transport: transport)
    }

    func run(
        _ source: any Source, _ sink: Keeper, from state: JSONValue = [:], max: Int? = nil,
        deadline: Deadline = Deadline()
    ) async throws -> SyncReport {
        var start = try SyncState(state, of: source.name, from: "the test")
        _ = start.begin(at: .unixEpoch)
        var options = SyncOptions(deadline: deadline)
        options.streams = ["items"]
        options.maximumRecords = max
        options.concurrency = 1
        return try await SyncRun(from: source, into: sink, state: start, options: options, observer: sink).run()
    }

    // 1: a value that is the empty text
    @Test func t01_emptySliceLeaksItsCursor() async throws {
        let asked = Mutex<[String]>([])
        let t = ScriptedTransport { _, r in
            asked.withLock { $0.append(r.url.description) }
            return .answer(200, Self.json, #"[{"id":1,"at":"2024-06-01T00:00:00Z"}]"#)
        }
        let s = try source(
            """
              - name: items
                request: { path: /items, params: { team: "{{ partition.team }}" } }
                partition: { type: list, field: team, values: ["", "b"] }
                incremental: { cursor_field: at, param: since }
            """, t)
        let report = try await run(s, Keeper())
        print("T01", asked.withLock { $0 }, report.state)
        #expect(!(asked.withLock { $0.last } ?? "").contains("since"))
    }

    // 2: skip moves the cursor over what was never read
    @Test func t02_skipPromotes() async throws {
        let t = ScriptedTransport { n, r in
            r.url.description.contains("page=2")
                ? .answer(500, Self.json, "{}")
                : .answer(200, Self.json, #"{"next":"/items?page=2","data":[{"id":9,"at":"2024-06-09T00:00:00Z"}]}"#)
        }
        let s = try source(
            """
              - name: items
                request: { path: /items }
                decoder: { type: json, records_path: data }
                pagination: { type: next_url, next_url_path: next }
                incremental: { cursor_field: at, param: since }
                error_handling: { strategy: skip }
            """, t)
        let report = try await run(s, Keeper())
        print("T02", report.status, report.streams[0].errorCount, report.state)
        #expect(report.state["streams"]?["items"]?["cursor"] == nil)
    }

    // 3: 401 with skip
    @Test func t03_unauthorizedSkipped() async throws {
        let t = ScriptedTransport(.answer(401, Self.json, #"{"message":"bad key"}"#))
        let s = try source(
            "  - name: items\n    request: { path: /items }\n    error_handling: { strategy: skip }",
            auth: "auth: { type: bearer, token: very-secret-token }", t)
        let report = try await run(s, Keeper())
        print("T03", report.status, report.recordCount)
        var failure: Failure?
        do { try await s.check(until: Deadline()) } catch { failure = error }
        print("T03 check", failure as Any)
        #expect(report.status == .failed)
        #expect(failure != nil)
    }

    // 4: a deadline in the middle of a streamed answer, with skip
    @Test func t04_deadlineInStream() async throws {
        for extra in ["    error_handling: { strategy: skip }", ""] {
            let server = try HostileServer.serving { peer, _, _ in
                let record = #"{"id":7,"text":"\#(String(repeating: "x", count: 1_000))"},"#
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"next\":null,\"data\":[")
                for _ in 0..<60 { peer.send(String(repeating: record, count: 64)) }
                _ = peer.waitForClose()
            }
            let text = "name: hostile\nbase_url: \(server.url(""))\nhttp: { max_retries: 0 }\nstreams:\n  - name: items\n    request: { path: /items }\n    decoder: { type: json, records_path: data }\n\(extra)"
            let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "hostile.yaml")
            let s = try DeclarativeSource(
                definition, configuration: try definition.configuration.check([:], from: "t"),
                environment: SourceEnvironment(now: .unixEpoch))
            let report = try await run(s, Keeper(), deadline: Deadline(at: .now + .seconds(3)))
            print("T04", report.status, report.streams[0].failure as Any, report.recordCount, report.state)
            #expect(report.status == .incomplete)
        }
    }

    // 5: newest first, cut in the middle of the first page
    @Test func t05_newestFirst() async throws {
        let ids = Mutex([5, 4, 3, 2, 1])
        let t = ScriptedTransport { _, r in
            let since = r.url.description.split(separator: "since=").dropFirst().first.flatMap { Int($0) } ?? 0
            let list = ids.withLock { $0 }.filter { $0 >= since }.map { "{\"id\":\($0),\"at\":\($0)}" }
            return .answer(200, Self.json, "[\(list.joined(separator: ","))]")
        }
        let yaml = "  - name: items\n    request: { path: /items }\n    incremental: { cursor_field: at, param: since }"
        let sink = Keeper()
        let first = try await run(try source(yaml, t), sink, max: 2)
        ids.withLock { $0 = [7, 6] + $0 }
        let second = try await run(try source(yaml, t), sink, from: first.state)
        let third = try await run(try source(yaml, t), sink, from: second.state)
        print("T05", sink.ids, first.state, second.state, third.state)
        #expect(Set(sink.ids) == [1, 2, 3, 4, 5, 6, 7])
    }

    // 6: a next URL that repeats the key
    @Test func t06_keyInState() async throws {
        let t = ScriptedTransport { _, r in
            .answer(200, Self.json, #"{"next":"\#(r.url.description)&page=2","data":[{"id":1}]}"#)
        }
        let s = try source(
            """
              - name: items
                request: { path: /items }
                decoder: { type: json, records_path: data }
                pagination: { type: next_url, next_url_path: next }
            """, auth: "auth: { type: api_key, key: api_key, value: very-secret-key, location: query }",
            secrets: Secrets(["very-secret-key"]), t)
        let report = try await run(s, Keeper(), max: 1)
        print("T06", report.state)
        #expect(!report.state.description.contains("very-secret-key"))
    }

    // 7: parameters to a host that data names
    @Test func t07_parametersElsewhere() async throws {
        let t = ScriptedTransport { _, r in
            r.url.path == "/parents"
                ? .answer(200, Self.json, #"[{"url":"https://evil.example.net/x"}]"#) : .answer(200, Self.json, "[]")
        }
        let s = try source(
            """
              - name: parents
                request: { path: /parents }
              - name: items
                request: { path: "{{ partition.url }}", method: POST, params: { key: very-secret-key }, body: { type: json, content: { key: very-secret-key } } }
                partition: { type: parent_stream, stream: parents, field: url, parent_field: url }
            """, secrets: Secrets(["very-secret-key"]), t)
        _ = try await run(s, Keeper())
        let last = try #require(t.requests.last)
        print("T07", last.url, String(decoding: last.body ?? [], as: UTF8.self))
        #expect(!last.url.description.contains("secret"))
        #expect(!String(decoding: last.body ?? [], as: UTF8.self).contains("secret"))
    }

    // 8: a rule on a large 200
    @Test func t08_ruleOnLargeAnswer() async throws {
        let record = #"{"id":7,"text":"\#(String(repeating: "x", count: 10_000))"},"#
        let body = #"{"error":"partial","data":["# + String(repeating: record, count: 300) + #"{"id":8}]}"#
        let t = LargeTransport(body: body)
        let s = try source(
            """
              - name: items
                request: { path: /items }
                decoder: { type: json, records_path: data }
                error_handling: { rules: [{ path: error, action: fail, message: no }] }
            """, t)
        let report = try await run(s, Keeper())
        print("T08", report.status, report.recordCount)
        #expect(report.status == .failed)
    }

    // 9: max_errors on the last page
    @Test func t09_maxErrorsCompletes() async throws {
        let t = ScriptedTransport { _, _ in .answer(200, Self.json, #"[{"id":1,"at":5,"x":{"a":1},"x.a":2},{"id":2,"at":3}]"#) }
        let s = try source(
            """
              - name: items
                request: { path: /items }
                incremental: { cursor_field: at, param: since }
                transform: [{ flatten: { separator: "." } }]
                error_handling: { strategy: skip, max_errors: 0 }
            """, t)
        let report = try await run(s, Keeper())
        print("T09", report.status, report.streams[0].failure as Any, report.state)
        #expect(report.state["streams"]?["items"]?["cursor"] == nil)
    }

    // 10: ids as cursors of many slices
    @Test func t10_idsShared() throws {
        var progress = StreamProgress(StreamState(), order: CursorOrder(), syncStart: Timestamp(iso8601: "2024-06-01T00:00:00Z")!)
        let slices = (0..<1002).map { Slice(id: "s\($0)", values: [:], cursorKey: "s\($0)") }
        _ = progress.open(SliceGroup(slices: slices, position: [:]))
        for (n, slice) in slices.enumerated() {
            progress.wrote(upTo: nil, reached: Cursor(.integer(n == 1000 ? 5_000_000 : 100)), of: slice)
        }
        progress.finish()
        print("T10", progress.start(of: slices[1001]).cursor?.value as Any)
        #expect(progress.start(of: slices[1001]).cursor?.value != 5_000_000)
    }

    // 11: job's cursor on a signed URL
    @Test func t11_signedURL() async throws {
        let t = ScriptedTransport { _, r in
            if r.method == .post { return .answer(200, Self.json, #"{"id":"j1"}"#) }
            if r.url.path == "/jobs/j1" {
                return .answer(200, Self.json, #"{"state":"done","url":"https://s3.example.net/r?sig=abc"}"#)
            }
            return .answer(200, Self.json, "[]")
        }
        let s = try source(
            """
              - name: items
                incremental: { cursor_field: at, param: since, start: "2024-01-01" }
                partition:
                  type: async_job
                  create: { path: /jobs, job_id_path: id }
                  poll: { path: "/jobs/{{ job_id }}", interval_secs: 0.001, status_path: state, completed_value: done }
                  download: { url_path: url }
            """, t)
        _ = try await run(s, Keeper())
        print("T11", t.urls)
        #expect(t.urls.last == "https://s3.example.net/r?sig=abc")
        #expect(t.urls.first?.contains("since") == true)
    }

    // 12: a parent that moved under a product's position
    @Test func t12_movedParent() async throws {
        let parents = Mutex(["a", "b", "c"])
        let t = ScriptedTransport { _, r in
            if r.url.path == "/parents" {
                let list = parents.withLock { $0 }.map { "{\"id\":\"\($0)\"}" }
                return .answer(200, Self.json, "[\(list.joined(separator: ","))]")
            }
            return .answer(200, Self.json, "[{\"id\":1}]")
        }
        let yaml = """
              - name: parents
                request: { path: /parents }
              - name: items
                request: { path: "/items/{{ partition.parent }}/{{ partition.kind }}" }
                partition:
                  - { type: parent_stream, stream: parents, field: parent, parent_field: id }
                  - { type: list, field: kind, values: [\((0..<100).map { "\"k\($0)\"" }.joined(separator: ","))] }
            """
        let first = try await run(try source(yaml, t), Keeper(), max: 150)
        parents.withLock { $0 = ["b", "c"] }
        let count = t.urls.count
        print("T12", first.state["streams"]?["items"]?["slices"]?["position"] as Any)
        _ = try await run(try source(yaml, t), Keeper(), from: first.state)
        let later = Set(t.urls.dropFirst(count))
        print("T12", later.count, later.filter { $0.contains("/b/") }.count, later.filter { $0.contains("/c/") }.count)
        #expect(later.filter { $0.contains("/b/") }.count == 50)
    }

    // 13: a parent left out is counted
    @Test func t13_parentLeftOut() async throws {
        let t = ScriptedTransport { _, r in
            r.url.path == "/parents" ? .answer(500, Self.json, "{}") : .answer(200, Self.json, "[{\"id\":1}]")
        }
        let s = try source(
            """
              - name: parents
                request: { path: /parents }
                error_handling: { strategy: skip }
              - name: items
                request: { path: "/items/{{ partition.parent }}" }
                partition: { type: parent_stream, stream: parents, field: parent, parent_field: id }
            """, t)
        let report = try await run(s, Keeper())
        print("T13", report.status, report.streams[0].errorCount, report.streams[0].notes)
        #expect(report.streams[0].errorCount > 0 || report.status == .failed)
    }

    // 14: tokens in cassettes
    @Test func t14_tokenInCassette() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let inner = ScriptedTransport(
            .answer(200, ["Content-Type": "application/json", "X-Session": "header-token"], #"{"token":4711471147114711}"#))
        let transport = try RecordingTransport(inner, folder: folder, secrets: Secrets())
        var request = HTTPRequest(.post, try HTTPURL("https://api.example.com/login"))
        request.bodyIsCredential = true
        _ = try await transport.answer(to: request, collecting: 1000)
        let text = try String(contentsOfFile: folder + "/exchanges.jsonl", encoding: .utf8)
        print("T14", text)
        #expect(!text.contains("4711471147114711"))
        #expect(!text.contains("header-token"))
    }

    // 15: a job that died after part of its result was read
    @Test func t15_deadJob() async throws {
        let phase = Mutex(0)
        let t = ScriptedTransport { _, r in
            if r.method == .post { return .answer(200, Self.json, #"{"id":"j\#(phase.withLock { $0 })"}"#) }
            if r.url.path == "/jobs/j0", phase.withLock({ $0 }) > 0 { return .answer(200, Self.json, #"{"state":"expired"}"#) }
            if r.url.path.hasSuffix("/rows") { return .answer(200, Self.json, #"[{"id":1},{"id":2},{"id":3}]"#) }
            return .answer(200, Self.json, #"{"state":"done"}"#)
        }
        let yaml = """
              - name: items
                partition:
                  type: async_job
                  create: { path: /jobs, job_id_path: id }
                  poll: { path: "/jobs/{{ job_id }}", interval_secs: 0.001, status_path: state, completed_value: done, failed_values: [expired] }
                  download: { path: "/jobs/{{ job_id }}/rows" }
            """
        let sink = Keeper()
        var report = try await run(try source(yaml, t), sink, max: 2)
        phase.withLock { $0 = 1 }
        report = try await run(try source(yaml, t), sink, from: report.state)
        print("T15", report.status, report.streams[0].failure as Any, report.state)
        report = try await run(try source(yaml, t), sink, from: report.state)
        print("T15", report.status, sink.ids, sink.logs.filter { $0.contains("anew") })
        #expect(sink.ids == [1, 2, 3] || !sink.logs.filter { $0.contains("anew") }.isEmpty)
    }

    // 16: `done` is thrown away when slicing starts anew
    @Test func t16_restartSlicing() throws {
        var progress = StreamProgress(StreamState(), order: CursorOrder(), syncStart: .unixEpoch)
        let slices = ["a", "b"].map { Slice(id: $0, values: [:], cursorKey: $0) }
        _ = progress.open(SliceGroup(slices: slices, position: ["page": 1]))
        progress.wrote(upTo: nil, reached: nil, of: slices[1])
        progress.restartSlicing()
        let again = progress.open(SliceGroup(slices: slices, position: [:])).map(\.id)
        print("T16", again)
        #expect(again == ["a"])
    }

    // 17: one slow slice, many behind it
    @Test func t17_window() throws {
        var progress = StreamProgress(StreamState(), order: CursorOrder(), syncStart: .unixEpoch)
        for group in 0..<300 {
            let slices = (0..<100).map { Slice(id: "\(group)-\($0)", values: [:], cursorKey: "\(group)-\($0)") }
            for slice in progress.open(SliceGroup(slices: slices, position: ["g": .integer(Int64(group))])) where slice.id != "0-0" {
                progress.wrote(upTo: nil, reached: nil, of: slice)
            }
        }
        let size = JSONValue.object(progress.state.json).description.utf8.count
        print("T17", size)
        #expect(size < 200_000)
    }

    // 18: 403 with Retry-After while a job is polled
    @Test func t18_limitWhilePolling() async throws {
        let t = ScriptedTransport { n, r in
            if r.method == .post { return .answer(200, Self.json, #"{"id":"j1"}"#) }
            if r.url.path == "/jobs/j1" {
                return n == 1 ? .answer(403, ["Retry-After": "0.01"], "slow") : .answer(200, Self.json, #"{"state":"done"}"#)
            }
            return .answer(200, Self.json, "[{\"id\":1}]")
        }
        let s = try source(
            """
              - name: items
                partition:
                  type: async_job
                  create: { path: /jobs, job_id_path: id }
                  poll: { path: "/jobs/{{ job_id }}", interval_secs: 0.001, status_path: state, completed_value: done }
                  download: { path: "/jobs/{{ job_id }}/rows" }
            """, http: "{ max_retries: 3 }", t)
        let report = try await run(s, Keeper())
        print("T18", report.status, report.streams[0].failure as Any)
        #expect(report.status == .succeeded)
    }

    // 19: a page of errors is counted once although it is read twice
    @Test func t19_mustNotTrapPolls() async throws {
        let t = ScriptedTransport { _, r in .answer(200, Self.json, #"{"state":"running"}"#) }
        let s = try source(
            """
              - name: items
                partition:
                  type: async_job
                  create: { path: /jobs, job_id_path: id }
                  poll: { path: "/jobs/{{ job_id }}", interval_secs: 0.001, status_path: state, completed_value: done }
                  download: { path: "/jobs/{{ job_id }}/rows" }
            """, t)
        let report = try await run(
            s, Keeper(), from: ["streams": ["items": ["position": ["job": "j1", "polls": .integer(.max)]]]])
        print("T19", report.status)
    }

    // 20: negative max
    @Test func t20_mustNotTrapMaximum() async throws {
        let t = ScriptedTransport { _, r in .answer(200, Self.json, #"[{"id":1}]"#) }
        let report = try await run(try source("  - name: items\n    request: { path: /items }", t), Keeper(), max: -1)
        print("T20", report.status)
    }
}

/// Hands over a body as a stream.
struct LargeTransport: Transport {
    var body: String
    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        let head = HTTPResponseHead(
            status: 200, headers: HTTPHeaders([HTTPHeader("Content-Type", "application/json")]), url: request.url)
        return Answer(head: head, body: .stream(HTTPStream(head: head, body: PaddedBytes(body))))
    }
}

final class Keeper: Sink, SyncObserver {
    private let kept = Mutex<[Int]>([])
    private let heard = Mutex<[String]>([])
    let keepsStreamsApart = true
    let commitsAtOnce = true
    var ids: [Int] { kept.withLock { $0 } }
    var logs: [String] { heard.withLock { $0 } }
    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink { Part(keeper: self) }
    private struct Part: StreamSink {
        var keeper: Keeper
        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Bool {
            let ids = records.views.compactMap { $0["id"]?.int64 }
            keeper.kept.withLock { $0 += ids.map(Int.init) }
            return false
        }
        func commit() -> Commit { Commit() }
    }
    func log(_ level: LogLevel, _ message: String) { heard.withLock { $0.append(message) } }
    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {}
}

@Suite struct ReviewMoreTests {
    // A redirect of a request whose body has a secret
    @Test func m1_redirectedBody() async throws {
        let seen = Mutex<[String]>([])
        let other = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                seen.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
                peer.answer("200 OK", ["Content-Type: application/json"], text: "[]")
            }
        }
        let server = try HostileServer.serving { peer, _, _ in
            peer.answer("307 Temporary Redirect", ["Location: \(other.url("/items"))"])
        }
        let text = "name: review\nbase_url: \(server.url(""))\nstreams:\n  - name: items\n    request: { path: /items, method: POST, body: { type: json, content: { key: very-secret-key } } }"
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "review.yaml")
        let s = try DeclarativeSource(
            definition, configuration: try definition.configuration.check([:], from: "t"),
            environment: SourceEnvironment(now: .unixEpoch, secrets: Secrets(["very-secret-key"])))
        let report = try await ReviewTests().run(s, Keeper())
        print("M1", report.status, report.streams[0].failure as Any, seen.withLock { $0 })
        #expect(seen.withLock { $0 }.isEmpty)
    }

    // A refresh token that rotates while the request for it is given up
    @Test func m2_rotationLost() async throws {
        let log = Mutex<[String]>([])
        let used = Mutex<Set<String>>([])
        let deadline = Deadline()
        let t = ScriptedTransport { n, r in
            if r.url.path == "/token" {
                let body = String(decoding: r.body ?? [], as: UTF8.self)
                let token = body.split(separator: "&").first { $0.hasPrefix("refresh_token=") }.map(String.init) ?? ""
                log.withLock { $0.append(token) }
                if !used.withLock({ $0.insert(token).inserted }) {
                    return .answer(400, ReviewTests.json, #"{"error":"invalid_grant"}"#)
                }
                if token == "refresh_token=first" {
                    deadline.pull()
                    try? await Task.sleep(for: .milliseconds(50))
                }
                return .answer(200, ReviewTests.json, #"{"access_token":"access","refresh_token":"second"}"#)
            }
            return .answer(200, ReviewTests.json, #"[{"id":1}]"#)
        }
        let s = try ReviewTests().source(
            "  - name: items\n    request: { path: /items }",
            auth: "auth: { type: oauth2_refresh_token, token_url: https://api.example.com/token, client_id: a, client_secret: bbbb, refresh_token: first }",
            t)
        let first = try await ReviewTests().run(s, Keeper(), deadline: deadline)
        let second = try await ReviewTests().run(s, Keeper())
        print("M2", first.status, second.status, second.streams[0].failure as Any, log.withLock { $0 })
        #expect(second.status == .succeeded)
    }

    // Errors of pieces that are read twice
    @Test func m3_errorsTwice() async throws {
        let t = ScriptedTransport { _, _ in
            .answer(200, ReviewTests.json, #"[{"x":{"a":1},"x.a":2},{"id":2},{"id":3}]"#)
        }
        let yaml = """
              - name: items
                request: { path: /items }
                transform: [{ flatten: { separator: "." } }]
                error_handling: { strategy: skip, max_errors: 1 }
            """
        let sink = Keeper()
        let first = try await ReviewTests().run(try ReviewTests().source(yaml, t), sink, max: 1)
        let second = try await ReviewTests().run(try ReviewTests().source(yaml, t), sink, from: first.state)
        print("M3", first.streams[0].errorCount, second.streams[0].errorCount, sink.ids)
    }
}

@Suite struct ReviewMaskTests {
    static let yaml = """
          - name: items
            request: { path: /items, params: { key: very-secret-key } }
            decoder: { type: json, records_path: data }
            pagination: { type: next_url, next_url_path: next }
        """
    @Test func n1_secretParameterResumed() async throws {
        let t = ScriptedTransport { _, r in
            r.url.description.contains("key=very-secret-key")
                ? .answer(200, ReviewTests.json, #"{"next":\#(r.url.description.contains("page=2") ? "null" : "\"\(r.url.description)&page=2\""),"data":[{"id":1}]}"#)
                : .answer(403, ReviewTests.json, "{}")
        }
        let secrets = Secrets(["very-secret-key"])
        let first = try await ReviewTests().run(try ReviewTests().source(Self.yaml, secrets: secrets, t), Keeper(), max: 1)
        let second = try await ReviewTests().run(try ReviewTests().source(Self.yaml, secrets: secrets, t), Keeper(), from: first.state)
        print("N1", first.state, second.status, second.streams[0].failure as Any, t.urls)
        #expect(second.status == .succeeded)
    }

    @Test func n2_tokenWithSecretInside() async throws {
        let t = ScriptedTransport { _, r in
            let text = r.url.description
            if text.contains("after") { return .answer(200, ReviewTests.json, #"{"data":[{"id":2}]}"#) }
            return .answer(200, ReviewTests.json, #"{"next":"id-12345","data":[{"id":1}]}"#)
        }
        let yaml = """
              - name: items
                request: { path: /items }
                decoder: { type: json, records_path: data }
                pagination: { type: cursor, cursor_path: next, cursor_param: after }
            """
        let secrets = Secrets(["1234"])
        let first = try await ReviewTests().run(try ReviewTests().source(yaml, secrets: secrets, t), Keeper(), max: 1)
        _ = try await ReviewTests().run(try ReviewTests().source(yaml, secrets: secrets, t), Keeper(), from: first.state)
        print("N2", t.urls)
        #expect(t.urls.last?.contains("id-12345") == true)
    }
}
