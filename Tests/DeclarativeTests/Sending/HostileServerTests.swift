import Connector
import DateTime
import Foundation
import HTTPClient
import JSON
import Synchronization
import Templates
import TestSupport
import Testing

@testable import Declarative

/// Requests to servers on loopback that do what servers should not. The waits between them are those of a test's clock.
@Suite(.timeLimit(.minutes(1))) struct HostileServerTests {
    /// Counts, across the threads of a server.
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        /// The number before.
        @discardableResult func next() -> Int {
            value.withLock { value in
                defer { value += 1 }
                return value
            }
        }
    }

    private func bench(
        _ server: ScriptedServer, authentication: Authentication = .none,
        adjusting adjust: (inout ConnectorDefinition) throws -> Void = { _ in }
    ) throws -> SendingBench {
        try SendingBench(
            LiveTransport(HTTPSession(.init(userAgent: "curlew/test"))), authentication: authentication,
            configuration: ["key": "s3cret-key"], secrets: ["s3cret-key"], baseURL: server.url(""), adjusting: adjust)
    }

    private func get(_ server: ScriptedServer, _ path: String = "/") -> RequestDraft {
        RequestDraft(.get, url: server.url(path))
    }

    @Test(arguments: [
        "close", "reset", "half a head", "reset in the body", "truncated", "truncated chunks", "cut gzip",
    ])
    func `a connection that breaks anywhere is tried again`(_ fault: String) async throws {
        let counter = Counter()
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                guard counter.next() < 3 else {
                    peer.answer(text: #"{"there": true}"#)
                    continue
                }
                switch fault {
                case "close": return
                case "reset": return peer.reset()
                case "half a head":
                    peer.send("HTTP/1.1 200 OK\r\nContent-")
                    return
                case "reset in the body":
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"there\":")
                    return peer.reset()
                case "truncated":
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"there\":")
                    return
                case "truncated chunks":
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"th\r\n")
                    return
                default:
                    let gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB]
                    peer.answer("200 OK", ["Content-Encoding: gzip"], body: gzip)
                }
            }
        }
        let bench = try bench(server)
        let document = try await bench.requester.document(for: get(server), until: Deadline()).document
        #expect(document?.root["there"]?.bool == true)
        #expect(counter.count == 4)
        #expect(bench.environment.activity.retries == 3)
    }

    @Test func `a POST whose fate is unknown is not sent twice`() async throws {
        let counter = Counter()
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                guard counter.next() == 0 else {
                    return peer.reset()
                }
                peer.answer(text: "{}")
            }
        }
        let bench = try bench(server)
        var draft = RequestDraft(.post, url: server.url("/"))
        draft.body = .json([:])
        #expect(await bench.fault(draft) == nil)
        #expect(await bench.fault(draft)?.failure?.kind == .source)
        #expect(counter.count == 2)
        let nobody = RequestDraft(.post, url: "http://127.0.0.1:\(try ScriptedServer.unusedPort())/")
        let failure = await bench.fault(nobody)?.failure
        #expect(failure?.mayRetry == true)
        #expect(bench.environment.activity.requests == 8)
    }

    @Test func `a server that never answers costs the time allowed for each try`() async throws {
        let server = try ScriptedServer { peer in _ = peer.waitForClose() }
        let bench = try bench(server) {
            $0.http.timeout = .milliseconds(60)
            $0.http.maximumRetries = 2
        }
        let failure = await bench.fault(get(server))?.failure
        #expect(failure?.message == "GET \(server.url("/")): not finished within the time allowed")
        #expect(failure?.mayRetry == true)
        #expect(bench.environment.activity.requests == 3)
    }

    @Test func `a deadline cuts a request short, and says that it was the deadline`() async throws {
        let server = try ScriptedServer { peer in _ = peer.waitForClose() }
        let bench = try SendingBench(LiveTransport(), baseURL: server.url(""), isReal: true)
        let start = ContinuousClock.now
        let deadline = Deadline(at: start + .milliseconds(150))
        #expect(await bench.fault(get(server), until: deadline) == .outOfTime(resumeAfter: nil))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `a pulled deadline ends a request within its answer`() async throws {
        let deadline = Deadline()
        let server = try ScriptedServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
            deadline.pull()
            _ = peer.waitForClose()
        }
        #expect(try await bench(server).fault(get(server), until: deadline) == .stopped)
    }

    @Test func `a pulled deadline ends a stream that stalls, and none that flows`() async throws {
        let deadline = Deadline()
        let server = try ScriptedServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n")
            for _ in 0..<40 {
                // Slowly, so that each piece is waited for.
                _ = peer.isReadable(milliseconds: 3)
                peer.send([UInt8](repeating: 7, count: 50_000))
            }
            _ = peer.waitForClose()
        }
        let bench = try bench(server)
        var retries = Retries()
        let answer = try await bench.requester.answer(
            to: get(server), retries: &retries, collecting: 10, until: deadline)
        guard case .stream(var stream) = answer.takeBody() else {
            Issue.record("not a stream")
            return
        }
        var piece = PaddedBytes()
        var count = 0
        while count < 2_000_000, try await stream.next(into: &piece, until: deadline) { count += piece.count }
        #expect(count == 2_000_000)
        Task.detached { deadline.pull() }
        do {
            _ = try await stream.next(into: &piece, until: deadline)
            Issue.record("it went on")
        } catch {
            #expect(error.kind == .cancelled)
        }
    }

    @Test(arguments: ["2", "0.25", "date"])
    func `storms of 429 are waited out by all`(_ form: String) async throws {
        let counter = Counter()
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                if counter.next() < 12 {
                    let date = "Date: Sat, 21 Nov 2026 12:00:00 GMT"
                    let after = form == "date" ? "Sat, 21 Nov 2026 12:00:05 GMT" : form
                    peer.answer("429 Too Many Requests", [date, "Retry-After: \(after)"])
                } else {
                    peer.answer(text: "{}")
                }
            }
        }
        let bench = try bench(server) { $0.http.maximumRetries = 20 }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 { group.addTask { #expect(await bench.fault(get(server, "/\(number)")) == nil) } }
        }
        #expect(counter.count == 20)
        #expect(bench.environment.activity.retries == 12)
        #expect(bench.clock.waits.allSatisfy { $0 <= .seconds(5) })
        #expect(bench.clock.elapsed > .milliseconds(200))
    }

    @Test func `a server that only fails is given up, with what it said`() async throws {
        let counter = Counter()
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                counter.next()
                peer.answer("502 Bad Gateway", ["Content-Type: text/html"], text: "<html><title>Upstream</title>")
            }
        }
        let failure = try await bench(server).fault(get(server, "/x?token=abc"))?.failure
        #expect(failure?.message == "GET \(server.url("/x?token=***")): HTTP 502 Bad Gateway: Upstream")
        #expect(counter.count == 6)
    }

    private static func kinds() throws -> [Authentication] {
        [
            .bearer(token: try .test("{{ config.key }}")),
            .apiKey(.init(place: .header("X-Key"), value: try .test("{{ config.key }}"))),
            .apiKey(.init(place: .query("key"), value: try .test("{{ config.key }}"))),
            .basic(username: try .test("me"), password: try .test("{{ config.key }}")),
            .headers([TemplatedField(name: "X-Own", value: .template(try .test("{{ config.key }}")))]),
        ]
    }

    @Test(arguments: 0..<5)
    func `no credentials arrive where a redirect or a next URL leads`(_ number: Int) async throws {
        let authentication = try Self.kinds()[number]
        let seen = Mutex<[String]>([])
        let other = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                seen.withLock { $0.append("\(request.target) \(request.headers)") }
                peer.answer(text: "{}")
            }
        }
        let elsewhere = other.url("/elsewhere")
        let shown = Counter()
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                if "\(request.target) \(request.headers)".contains("s3cret-key")
                    || request.headers["authorization"] != nil
                {
                    shown.next()
                }
                peer.answer("307 Temporary Redirect", ["Location: \(elsewhere)"])
            }
        }
        let bench = try bench(server, authentication: authentication)
        #expect(await bench.fault(get(server)) == nil)
        #expect(await bench.fault(RequestDraft(.get, url: elsewhere + "?page=2")) == nil)
        #expect(shown.count == 1)
        let texts = seen.withLock { $0 }
        #expect(texts.count == 2)
        for text in texts {
            #expect(!text.contains("s3cret") && !text.contains("authorization") && !text.contains("x-own"))
        }
    }

    @Test func `secrets of a token request follow no redirect`() async throws {
        let counter = Counter()
        let other = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                counter.next()
                peer.answer(text: #"{"access_token": "token"}"#)
            }
        }
        let elsewhere = other.url("/token")
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer("307 Temporary Redirect", ["Location: \(elsewhere)"]) }
        }
        let authentication = Authentication.clientCredentials(
            Authentication.ClientCredentials(
                tokenURL: try .test(server.url("/token")), clientID: try .test("me"),
                clientSecret: try .test("{{ config.key }}")))
        let failure = try await bench(server, authentication: authentication).fault(get(server))?.failure
        #expect(failure?.message.contains("the body is meant for its own server only") == true)
        #expect(counter.count == 0)
    }

    @Test func `bodies of every size arrive, whole or as a stream, and never twice in memory`() async throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let size = Int(request.target.dropFirst()) ?? 0
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
                let piece = [UInt8](repeating: 7, count: 1 << 20)
                var sent = 0
                while sent < size, peer.send(Array(piece.prefix(size - sent))) { sent += piece.count }
            }
        }
        let bench = try bench(server)
        for (size, isWhole) in [(1000, true), (1 << 20, true), ((1 << 20) + 1, false), (200 << 20, false)] {
            var retries = Retries()
            let answer = try await bench.requester.answer(
                to: get(server, "/\(size)"), retries: &retries, collecting: 1 << 20, until: Deadline())
            switch answer.takeBody() {
            case .whole(let body):
                #expect(isWhole && body.count == size)
            case .stream(var stream):
                var piece = PaddedBytes()
                var count = 0
                var largest = 0
                while try await stream.next(into: &piece) {
                    count += piece.count
                    largest = max(largest, piece.count)
                }
                #expect(!isWhole && count == size)
                #expect(largest < 4 << 20)
            }
        }
    }

    @Test func `certificates that are not good are refused at once`() async throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", PackageFolder.path + "/Tests/HTTPClientTests/tls_server.py"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let pairs = line.split(whereSeparator: \.isWhitespace).map { $0.split(separator: "=").map(String.init) }
        let values = Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
        let session = HTTPSession(
            .init(userAgent: "curlew/test", certificates: try #require(values["folder"]) + "/authority.pem"))
        for name in ["good", "authority", "name", "expired", "old"] {
            let url = "https://localhost:\(try #require(values[name]))/"
            let bench = try SendingBench(LiveTransport(session), baseURL: url)
            let failure = await bench.fault(RequestDraft(.get, url: url))?.failure
            #expect((failure == nil) == (name == "good"), "\(name)")
            #expect(bench.environment.activity.requests == 1)
            if let failure {
                #expect(failure.kind == .source && !failure.mayRetry)
                #expect(failure.message.hasPrefix("GET \(url): no trustworthy TLS connection ("))
            }
        }
    }
}
