import Connector
import Foundation
import JSON
import Sync
import Synchronization
import TestSupport
import Testing

@testable import Declarative

/// Whatever a server does: the right records arrive, or a failure says which request failed and why.
@Suite struct HostileSyncTests {
    private static let json = ["Content-Type: application/json"]

    /// Two pages of two records each, of which the second begins with a mishap.
    private func withMishap(
        _ mishap: @escaping @Sendable (ScriptedPeer, Int) -> Bool
    ) async throws -> (ids: [Int], failure: Failure?, hits: Int) {
        let server = try HostileServer.serving { peer, path, time in
            if path == "/items" {
                peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: "/items?page=2"))
            } else if !mishap(peer, time) {
                peer.answer("200 OK", Self.json, text: HostileServer.page(3...4))
            }
        }
        let (ids, report) = try await HostileServer.sync(server.url(""))
        return (ids, report.streams[0].failure, server.connectionCount)
    }

    @Test(arguments: [
        "reset", "reset in the body", "truncated", "cut JSON", "429", "500", "503 with a date", "silence",
    ])
    func `what passes is tried again, and every record arrives once`(_ mishap: String) async throws {
        let outcome = try await withMishap { peer, time in
            guard time < 3 else { return false }
            let body = HostileServer.page(3...4)
            switch mishap {
            case "reset": peer.reset()
            case "reset in the body":
                peer.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n\(body.prefix(20))"
                )
                peer.reset()
            case "truncated":
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body.dropLast(3))")
                peer.close()
            case "cut JSON": peer.answer("200 OK", Self.json, text: String(body.dropLast(3)))
            case "429":
                peer.answer("429 Too Many Requests", Self.json + ["Retry-After: 0.01"], text: #"{"error":"slow"}"#)
            case "500": peer.answer("500 Internal Server Error", text: "oops")
            case "503 with a date":
                peer.answer("503 Service Unavailable", ["Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"], text: "later")
            default: peer.close()
            }
            return true
        }
        #expect(outcome.failure == nil)
        #expect(outcome.ids == [1, 2, 3, 4])
    }

    @Test func `an answer that never gets well is the end, and says so`() async throws {
        let outcome = try await withMishap { peer, _ in
            peer.answer(
                "500 Internal Server Error", Self.json, text: #"{"error":{"message":"the database is on fire"}}"#)
            return true
        }
        #expect(outcome.ids == [1, 2])
        let failure = try #require(outcome.failure)
        #expect(failure.kind == .source && failure.mayRetry)
        #expect(failure.message.contains("/items?page=***"), "\(failure)")
        #expect(failure.message.contains("500") && failure.message.contains("the database is on fire"), "\(failure)")
    }

    @Test func `a page for people is no data`() async throws {
        let outcome = try await withMishap { peer, _ in
            peer.answer("200 OK", ["Content-Type: text/html"], text: "<!doctype html><title>Log in</title>")
            return true
        }
        #expect(outcome.ids == [1, 2])
        #expect(outcome.failure?.kind == .data)
        #expect(
            outcome.failure?.message.contains("HTML page instead of JSON") == true, "\(outcome.failure?.message ?? "")")
    }

    @Test func `JSON that is wrong is shown where it is`() async throws {
        let outcome = try await withMishap { peer, _ in
            peer.answer("200 OK", Self.json, text: #"{"data": [{"id": 3}, {"id": nope}]}"#)
            return true
        }
        #expect(outcome.failure?.kind == .data)
        #expect(outcome.failure?.message.contains("byte 28") == true, "\(outcome.failure?.message ?? "")")
    }

    @Test func `pages that lead in a circle are an error`() async throws {
        let server = try HostileServer.serving { peer, path, _ in
            let page = Int(path.split(separator: "=").last ?? "") ?? 0
            peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: "/items?page=\((page + 1) % 5)"))
        }
        let (_, report) = try await HostileServer.sync(server.url(""))
        #expect(report.streams[0].status == .failed)
        #expect(report.streams[0].pageCount < 30)
        #expect(report.streams[0].failure?.kind == .source, "\(report.streams[0].failure?.message ?? "")")
    }

    @Test func `credentials do not follow to another host`() async throws {
        let seen = Seen()
        let other = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                seen.add(request.headers["authorization"] ?? "none")
                peer.answer("200 OK", Self.json, text: HostileServer.page(3...4))
            }
        }
        let server = try HostileServer.serving { peer, path, _ in
            if path == "/items" {
                // A next URL on another origin, reached once directly and once by a redirect.
                peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: "/elsewhere"))
            } else {
                peer.answer("302 Found", ["Location: \(other.url("/items"))"])
            }
        }
        let (ids, report) = try await HostileServer.sync(server.url(""))
        #expect(report.status == .succeeded)
        #expect(ids == [1, 2, 3, 4])
        #expect(seen.texts == ["none"])
        let direct = try HostileServer.serving { peer, _, _ in
            peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: other.url("/next")))
        }
        _ = try await HostileServer.sync(direct.url(""))
        #expect(seen.texts == ["none", "none"])
    }

    @Test func `a body of any size is read in little memory`() async throws {
        let server = try HostileServer.serving { peer, _, _ in
            let record = #"{"id":7,"text":"\#(String(repeating: "x", count: 1_000))"},"#
            let chunk = String(repeating: record, count: 64)
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"next\":null,\"data\":["
            )
            for _ in 0..<3_200 where !peer.send(chunk) { return }
            peer.send("{\"id\":8}]}")
            peer.close()
        }
        let before = Self.peakMemory()
        let (ids, report) = try await HostileServer.sync(server.url(""))
        #expect(report.status == .succeeded, "\(report.streams[0].failure?.message ?? "")")
        #expect(report.recordCount == 3_200 * 64 + 1)
        #expect(ids == [7, 8])
        // 210 MB of text. Other tests may run at the same time.
        #expect(Self.peakMemory() - before < 150_000, "KB")
    }

    private static func peakMemory() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    @Test func `a storm of refusals that outlasts the time says when to come back`() async throws {
        let server = try HostileServer.serving { peer, path, _ in
            if path == "/items" {
                peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: "/items?page=2"))
            } else {
                peer.answer("429 Too Many Requests", ["Retry-After: 120"])
            }
        }
        let deadline = Deadline(at: .now + .seconds(20))
        let (ids, report) = try await HostileServer.sync(server.url(""), deadline: deadline)
        #expect(ids == [1, 2])
        #expect(report.status == .incomplete)
        #expect(report.resumeAfter == .seconds(120))
    }

    @Test func `a server that takes its time is waited for no longer than there is`() async throws {
        let server = try HostileServer.serving { peer, path, _ in
            if path == "/items" {
                peer.answer("200 OK", Self.json, text: HostileServer.page(1...2, next: "/items?page=2"))
            } else {
                _ = peer.waitForClose()
            }
        }
        let deadline = Deadline(at: .now + .seconds(3))
        let (ids, report) = try await HostileServer.sync(server.url(""), deadline: deadline)
        #expect(ids == [1, 2])
        #expect(report.status == .incomplete)
    }

    @Test func `a refused connection names the request`() async throws {
        let port = try ScriptedServer.unusedPort()
        let (_, report) = try await HostileServer.sync(
            "http://127.0.0.1:\(port)", http: "{ max_retries: 0 }")
        #expect(report.streams[0].failure?.kind == .source)
        #expect(report.streams[0].failure?.message.contains("127.0.0.1:\(port)/items") == true)
    }

    @Test func `a URL that repeats a secret is followed, and shown to nobody`() async throws {
        let seen = Seen()
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                seen.add(request.target)
                let next = seen.texts.count < 3 ? "/items?page=\(seen.texts.count + 1)&key=very-secret-token" : nil
                peer.answer("200 OK", Self.json, text: HostileServer.page(1...1, next: next))
            }
        }
        let auth = "{ type: api_key, key: key, location: query, value: very-secret-token }"
        let (_, report) = try await HostileServer.sync(server.url(""), auth: auth, pages: 1)
        #expect(!report.state.description.contains("very-secret-token"))
        #expect(report.state.description.contains("page=2"))
        _ = try await HostileServer.sync(server.url(""), auth: auth, state: report.state)
        #expect(
            seen.texts == [
                "/items?key=very-secret-token", "/items?page=2&key=very-secret-token",
                "/items?page=3&key=very-secret-token",
            ])
    }

    @Test func `a slice that was left out keeps its cursor where it was`() async throws {
        let server = try HostileServer.serving { peer, path, _ in
            if path == "/items" {
                peer.answer("200 OK", Self.json, text: HostileServer.page(8...9, next: "/items?page=2"))
            } else {
                peer.answer("400 Bad Request", Self.json, text: #"{"message":"no"}"#)
            }
        }
        let (ids, report) = try await HostileServer.sync(
            server.url(""),
            stream: ["incremental: { cursor_field: id, filter: client }", "error_handling: { strategy: skip }"],
            state: ["streams": ["items": ["cursor": 5]]])
        #expect(ids == [8, 9])
        #expect(report.status == .succeeded)
        #expect(report.streams[0].errorCount == 1)
        #expect(report.state["streams"]?["items"]?["cursor"] == 5)
        #expect(report.state["streams"]?["items"]?["pending"] == nil)
    }

    @Test(arguments: ["", ", format: iso8601"])
    func `a word where a moment should be moves no cursor`(format: String) async throws {
        let server = try HostileServer.serving { peer, _, _ in
            let body = #"{"next":null,"data":[{"id":1,"at":"2024-05-01T00:00:00Z"},{"id":2,"at":"n/a"}]}"#
            peer.answer("200 OK", Self.json, text: body)
        }
        let stream = ["incremental: { cursor_field: at, filter: client\(format) }"]
        let (ids, report) = try await HostileServer.sync(server.url(""), stream: stream)
        #expect(ids == [1, 2])
        #expect(report.state["streams"]?["items"]?["cursor"] == "2024-05-01T00:00:00Z")
        let again = try await HostileServer.sync(server.url(""), stream: stream, state: report.state)
        #expect(again.ids == [2])
        let state: JSONValue = ["streams": ["items": ["cursor": "not a date"]]]
        let refused = try await HostileServer.sync(server.url(""), stream: stream, state: state)
        #expect((refused.report.streams[0].failure?.kind == .config) == !format.isEmpty)
    }

    @Test func `wrong credentials are no error of one slice`() async throws {
        let server = try HostileServer.serving { peer, _, _ in peer.answer("401 Unauthorized") }
        let (_, report) = try await HostileServer.sync(
            server.url(""), stream: ["error_handling: { strategy: skip }"])
        #expect(report.status == .failed)
        #expect(report.streams[0].failure?.kind == .auth)
    }

    @Test func `records that came in front of a page that was cut are left for the next sync`() async throws {
        // Newest first, as many APIs list: three are read, then two come in front.
        let list = Seen()
        let server = try HostileServer.serving { peer, path, _ in
            let newest = list.texts.isEmpty ? 5 : 7
            let records = stride(from: newest, through: 1, by: -1).map { "{\"id\":\($0)}" }.joined(separator: ",")
            peer.answer("200 OK", Self.json, text: "{\"next\":null,\"data\":[\(records)]}")
        }
        let incremental = ["incremental: { cursor_field: id, filter: client }"]
        let first = try await HostileServer.sync(server.url(""), stream: incremental, maximumRecords: 3)
        #expect(first.ids == [3, 4, 5])
        list.add("more")
        let second = try await HostileServer.sync(server.url(""), stream: incremental, state: first.report.state)
        #expect(second.report.state["streams"]?["items"]?["cursor"] == 5)
        let third = try await HostileServer.sync(server.url(""), stream: incremental, state: second.report.state)
        #expect(third.ids.contains(6) && third.ids.contains(7))
    }

    @Test func `a rule looks into an answer that is too large to be read at once`() async throws {
        let server = try HostileServer.serving { peer, _, _ in
            let padding = String(repeating: "x", count: 3 << 20)
            peer.answer(
                "200 OK", Self.json, text: #"{"error":"quota","data":[{"id":1,"text":"\#(padding)"}],"next":null}"#)
        }
        let rule = "error_handling: { strategy: fail, rules: [{ path: error, action: fail, message: No more today }] }"
        let (ids, report) = try await HostileServer.sync(server.url(""), stream: [rule])
        #expect(ids == [])
        #expect(report.streams[0].failure?.message.contains("No more today") == true)
    }

    @Test func `a place that cannot be shown is not gone on with`() async throws {
        let server = try HostileServer.serving { peer, path, _ in
            let next = path == "/items" ? "/items/very-secret-token/2" : nil
            peer.answer("200 OK", Self.json, text: HostileServer.page(path == "/items" ? 1...2 : 3...4, next: next))
        }
        let (_, report) = try await HostileServer.sync(server.url(""), pages: 1)
        #expect(report.status == .incomplete)
        #expect(!report.state.description.contains("very-secret-token"))
        let (ids, rest) = try await HostileServer.sync(server.url(""), state: report.state)
        #expect(ids == [1, 2, 3, 4])
        #expect(rest.streams[0].notes.first?.contains("scanned anew") == true)
    }

    @Test func `an error that repeats a secret shows it to nobody`() async throws {
        let server = try HostileServer.serving { peer, _, _ in
            peer.answer("401 Unauthorized", Self.json, text: #"{"message":"bad token very-secret-token"}"#)
        }
        let (_, report) = try await HostileServer.sync(server.url(""))
        let failure = try #require(report.streams[0].failure)
        #expect(failure.kind == .auth)
        #expect(!failure.description.contains("very-secret-token"), "\(failure)")
        #expect(failure.message.contains("bad token ***"), "\(failure)")
    }
}

private final class Seen: Sendable {
    private let contents = Mutex<[String]>([])

    var texts: [String] { contents.withLock { $0 } }

    func add(_ text: String) { contents.withLock { $0.append(text) } }
}
