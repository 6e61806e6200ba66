import Compression
import JSON
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

@Suite("Bodies that are collected when they are small", .timeLimit(.minutes(1)))
struct CollectingTests {
    let session = HTTPSession(.init(userAgent: "curlew/test"))

    /// What came, and whether it came whole.
    private func get(
        _ request: HTTPRequest, collecting limit: Int
    ) async throws -> (bytes: [UInt8], isWhole: Bool) {
        switch try await session.response(to: request, collecting: limit) {
        case .whole(let response): return (response.takeBody().bytes, true)
        case .stream(var stream):
            #expect(stream.head.status == 200)
            return (try await stream.collect().bytes, false)
        }
    }

    private enum Framing: CaseIterable, Sendable {
        case length, chunks, close
    }

    /// A server that sends as many bytes as the path says, in the framing given.
    private func server(_ framing: Framing, coding: String? = nil, _ bodies: [Int: [UInt8]]) throws -> ScriptedServer {
        try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let body = Int(request.target.dropFirst()).flatMap { bodies[$0] } ?? []
                let field = coding.map { "Content-Encoding: \($0)\r\n" } ?? ""
                switch framing {
                case .length: peer.answer("200 OK", coding.map { ["Content-Encoding: \($0)"] } ?? [], body: body)
                case .chunks:
                    peer.send("HTTP/1.1 200 OK\r\n\(field)Transfer-Encoding: chunked\r\n\r\n")
                    for start in stride(from: 0, to: body.count, by: 7001) {
                        let piece = body[start..<min(start + 7001, body.count)]
                        peer.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
                    }
                    peer.send("0\r\n\r\n")
                case .close:
                    peer.send("HTTP/1.1 200 OK\r\n\(field)Connection: close\r\n\r\n")
                    peer.send(body)
                    return
                }
            }
        }
    }

    private static let sizes = [0, 1, 999, 1000, 1001, 50_000, 300_000]

    @Test("The limit decides, whether the length is known or not", arguments: Framing.allCases)
    private func plain(_ framing: Framing) async throws {
        var random = SeededRandom(seed: 4)
        let bodies = Dictionary(uniqueKeysWithValues: Self.sizes.map { ($0, random.bytes($0)) })
        let server = try server(framing, bodies)
        for size in Self.sizes {
            for limit in [0, 1000, 100_000, .max] {
                let request = HTTPRequest(.get, try HTTPURL(server.url("/\(size)")))
                let (bytes, isWhole) = try await get(request, collecting: limit)
                #expect(bytes == bodies[size], "\(size) bytes, limit \(limit)")
                #expect(isWhole == (size <= limit), "\(size) bytes, limit \(limit)")
            }
        }
    }

    @Test(
        "Of a compressed body the size decides that it has decompressed",
        arguments: [StreamFormat.gzip, .deflate, .zstd], Framing.allCases)
    private func encoded(_ format: StreamFormat, _ framing: Framing) async throws {
        var random = SeededRandom(seed: 5)
        var bodies: [Int: [UInt8]] = [:]
        for size in Self.sizes {
            // One in a hundred bytes says something: it becomes much smaller, yet goes over many chunks.
            bodies[size] = (0..<size).map { _ in random.once(in: 100) ? UInt8(random.below(256)) : 0 }
        }
        let sent = try bodies.mapValues { try compressed($0, format) }
        let server = try server(framing, coding: format.rawValue, sent)
        for size in Self.sizes {
            for limit in [0, 1000, 100_000, .max] {
                let request = HTTPRequest(.get, try HTTPURL(server.url("/\(size)")))
                let (bytes, isWhole) = try await get(request, collecting: limit)
                #expect(bytes == bodies[size], "\(size) bytes, limit \(limit)")
                let promisesMore = framing == .length && (sent[size]?.count ?? 0) > limit
                #expect(isWhole == (size <= limit && !promisesMore), "\(size) bytes, limit \(limit)")
            }
        }
    }

    @Test("A decoder that is stopped within its input loses nothing")
    func pending() async throws {
        // 16,484 bytes without any wrapping, whose last match goes across the 16,384 that are decoded at once.
        let encoded: [UInt8] = [
            0xED, 0xC1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xC2, 0xA0, 0x73, 0xFD, 0x1B, 0x1B, 0x44, 0xA0, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x07, 0x03,
        ]
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer("200 OK", ["Content-Encoding: deflate"], body: encoded) }
        }
        let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        for limit in [encoded.count, 16_383, 16_384, 16_483, 16_484] {
            let (bytes, isWhole) = try await get(request, collecting: limit)
            #expect(bytes == [UInt8](repeating: 7, count: 16_484))
            #expect(isWhole == (limit == 16_484))
        }
    }

    @Test("A stream begins while the server is still sending, and waits for its reader")
    func backPressure() async throws {
        let wasBlocked = Mutex(false)
        let server = try ScriptedServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n")
            for _ in 0..<60 {
                if peer.isBlocked(milliseconds: 300) { wasBlocked.withLock { $0 = true } }
                peer.send([UInt8](repeating: 7, count: 1_000_000))
            }
        }
        let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        guard case .stream(var stream) = try await session.response(to: request, collecting: 1000) else {
            Issue.record("not a stream")
            return
        }
        while !wasBlocked.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        var piece = PaddedBytes()
        var count = 0
        while try await stream.next(into: &piece) { count += piece.count }
        #expect(count == 60_000_000)
    }

    @Test("The time for everything ends with the handing over; a server that stalls afterwards is still noticed")
    func times() async throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                switch request.target {
                case "/slow":
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
                    for _ in 0..<100 where peer.send("x") { _ = peer.isReadable(milliseconds: 8) }
                case "/silent":
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
                    _ = peer.waitForClose()
                default: _ = peer.waitForClose()
                }
            }
        }
        var slow = HTTPRequest(.get, try HTTPURL(server.url("/slow")))
        slow.timeout = .milliseconds(400)
        #expect(try await get(slow, collecting: 10).bytes.count == 100)
        await #expect(throws: HTTPError.self) { try await get(slow, collecting: 1000) }
        var silent = HTTPRequest(.get, try HTTPURL(server.url("/silent")))
        silent.timeout = .milliseconds(900)
        let error = await #expect(throws: HTTPError.self) { try await get(silent, collecting: 10) }
        #expect(error?.kind == .timeout(.stall))
        silent.deadline = .now + .milliseconds(300)
        let cut = await #expect(throws: HTTPError.self) { try await get(silent, collecting: 10) }
        #expect(cut?.kind == .timeout(.total))
    }

    @Test("A body that breaks off is an error, whole or not", arguments: [10, 100_000])
    func truncated(_ limit: Int) async throws {
        let encoded = try compressed(Array(repeating: 1, count: 50_000), .gzip)
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                switch request.target {
                case "/length": peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n01234567890123456789")
                case "/chunks":
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n")
                default:
                    peer.answer("200 OK", ["Content-Encoding: gzip"], body: encoded.dropLast(5))
                    continue
                }
                return
            }
        }
        for path in ["/length", "/chunks", "/gzip"] {
            let request = HTTPRequest(.get, try HTTPURL(server.url(path)))
            let error = await #expect(throws: HTTPError.self) { try await get(request, collecting: limit) }
            #expect(error?.kind == .truncated, "\(path)")
        }
    }

    @Test("Redirects are followed; what they say of their length is nothing")
    func redirects() async throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                if request.target == "/there" {
                    peer.answer(text: "there")
                } else {
                    peer.answer("302 Found", ["Location: /there"], text: String(repeating: "x", count: 5000))
                }
            }
        }
        let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        let (bytes, isWhole) = try await get(request, collecting: 10)
        #expect(String(decoding: bytes, as: UTF8.self) == "there")
        #expect(isWhole)
        #expect(server.connectionCount == 1)
    }

    @Test("A response from bytes at hand")
    func replayed() async throws {
        let head = HTTPResponseHead(status: 200, headers: [], url: try HTTPURL("https://example.com/"))
        var stream = HTTPStream(head: head, body: PaddedBytes("text"))
        #expect(try await stream.collect().bytes == Array("text".utf8))
        var empty = HTTPStream(head: head, body: PaddedBytes())
        #expect(try await empty.collect().bytes == [])
        let response = HTTPResponse(head: head, body: PaddedBytes("text"))
        #expect(response.text == "text")
    }
}
