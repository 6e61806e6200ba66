import Compression
import HTTPClient
import JSON
import Synchronization
import TestSupport
import Testing

@Suite("Streams and cancellation", .timeLimit(.minutes(1)))
struct StreamTests {
    private static let window = 256 << 10
    let session = HTTPSession(.init(userAgent: "curlew/test"))

    @Test("A hundred megabytes pass in pieces no larger than the window and what libcurl reads at once")
    func large() async throws {
        let block = [UInt8](repeating: 0x78, count: 1 << 20)
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(100 << 20)\r\n\r\n")
            for _ in 0..<100 { peer.send(block) }
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        request.maximumBodySize = .max
        var stream = try await session.stream(of: request)
        #expect(stream.head.status == 200)
        var piece = PaddedBytes()
        var (count, largest) = (0, 0)
        while try await stream.next(into: &piece) {
            count += piece.count
            largest = max(largest, piece.count)
        }
        #expect(count == 100 << 20)
        #expect(largest <= Self.window + 128 << 10)
        let isMore = try await stream.next(into: &piece)
        #expect(!isMore)
    }

    @Test("A server is held up while nobody reads, and other requests are not", arguments: [false, true])
    func backPressure(isCompressed: Bool) async throws {
        var random = SeededRandom(seed: 1)
        let content = random.bytes(1 << 20)
        let block = isCompressed ? try compressed(content, .gzip) : content
        let count = 64
        let (blocked, tellBlocked) = AsyncStream<Int>.makeStream()
        let server = try ScriptedServer { peer in
            guard let request = peer.readRequest() else { return }
            if request.target == "/small" {
                peer.answer(text: "small")
                return
            }
            let coding = isCompressed ? "Content-Encoding: gzip\r\n" : ""
            peer.send("HTTP/1.1 200 OK\r\n\(coding)Content-Length: \(block.count * count)\r\n\r\n")
            var sent = 0
            for _ in 0..<count {
                for start in stride(from: 0, to: block.count, by: 16 << 10) {
                    if peer.isBlocked(milliseconds: 100) { tellBlocked.yield(sent) }
                    let piece = block[start..<min(start + 16 << 10, block.count)]
                    peer.send(Array(piece))
                    sent += piece.count
                }
            }
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        request.maximumBodySize = .max
        var stream = try await session.stream(of: request)
        for await sent in blocked {
            #expect(sent < 32 << 20)
            break
        }
        let small = try await session.response(to: HTTPRequest(.get, HTTPURL(server.url("/small"))))
        #expect(small.text == "small")
        var piece = PaddedBytes()
        var received = 0
        while try await stream.next(into: &piece) { received += piece.count }
        #expect(received == content.count * count)
    }

    @Test("What came before a failure is given out first")
    func failing() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
        }
        var stream = try await session.stream(of: HTTPRequest(.get, HTTPURL(server.url("/"))))
        var piece = PaddedBytes()
        var text = ""
        for _ in 0..<2 {
            do throws(HTTPError) {
                while try await stream.next(into: &piece) { text += String(decoding: piece.bytes, as: UTF8.self) }
                Issue.record("the body counts as complete")
            } catch {
                #expect(error.kind == .truncated)
            }
            #expect(text == "0123456789")
        }
    }

    @Test("Cancelling a task ends its transfer at once", arguments: ["/body", "/head"])
    func cancelling(_ path: String) async throws {
        let (events, tell) = AsyncStream<Bool>.makeStream()
        let server = try ScriptedServer { peer in
            guard let request = peer.readRequest() else { return }
            if request.target == "/body" { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789") }
            tell.yield(true)
            tell.yield(peer.waitForClose())
        }
        var event = events.makeAsyncIterator()
        let request = HTTPRequest(.get, try HTTPURL(server.url(path)))

        let collecting = Task { await session.failure(of: request) }
        #expect(await event.next() == true)
        collecting.cancel()
        #expect(await collecting.value?.kind == .cancelled)
        #expect(await event.next() == true)

        let streaming = Task {
            await session.streamFailure(of: request)
        }
        #expect(await event.next() == true)
        streaming.cancel()
        #expect(await streaming.value?.kind == .cancelled)
        #expect(await event.next() == true)
    }

    @Test("A stream that is dropped ends its transfer, and may be the last to need the session")
    func dropping() async throws {
        let (events, tell) = AsyncStream<Bool>.makeStream()
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
            tell.yield(peer.waitForClose())
        }
        do {
            let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
            var stream = try await HTTPSession(.init(userAgent: "curlew/test")).stream(of: request)
            var piece = PaddedBytes()
            let isMore = try await stream.next(into: &piece)
            #expect(isMore)
        }
        var event = events.makeAsyncIterator()
        #expect(await event.next() == true)
    }

    @Test("Cancelling at any moment leaves the session whole")
    func cancellingAnytime() async throws {
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer(text: String(repeating: "x", count: 100_000)) }
        }
        let url = try HTTPURL(server.url("/"))
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task { await session.failure(of: HTTPRequest(.get, url)) }
                    for _ in 0..<number { await Task.yield() }
                    task.cancel()
                    let kind = await task.value?.kind
                    return kind == nil || kind == .cancelled
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(try await session.response(to: HTTPRequest(.get, url)).body.count == 100_000)
    }

    @Test("A task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        let server = try ScriptedServer { _ in }
        let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await session.failure(of: request)
        }
        let error = await task.value
        #expect(error?.kind == .cancelled)
        #expect(error?.wasSent == false)
        #expect(server.connectionCount == 0)
    }
}
