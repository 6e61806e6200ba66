import Compression
import JSON
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

@Suite("Requests and responses", .timeLimit(.minutes(1)))
struct SessionTests {
    let session = HTTPSession(.init(userAgent: "curlew/test"))

    /// A server that answers each request with what it asked for.
    private func mirror() throws -> ScriptedServer {
        try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let fields = request.headers.map { "\($0): \($1)" }.sorted().joined(separator: "\n")
                let text =
                    "\(request.method) \(request.target)\n\(fields)\n\n\(String(decoding: request.body, as: UTF8.self))"
                peer.answer("200 OK", ["X-Answer: a", "x-answer: b"], text: request.method == "HEAD" ? "" : text)
            }
        }
    }

    @Test("A request is sent as it was written, with the fields that are missing and no others")
    func plain() async throws {
        let server = try mirror()
        let url = try HTTPURL(server.url("/a/../b%20c?d=é"))
        let response = try await session.response(to: HTTPRequest(.get, url, headers: [HTTPHeader("X-Empty", "")]))
        #expect(response.status == 200)
        #expect(response.headers.values(of: "X-ANSWER") == ["a", "b"])
        #expect(response.head.url == url)
        let expected = """
            GET /a/../b%20c?d=%C3%A9
            accept-encoding: gzip, deflate, zstd
            accept: */*
            host: 127.0.0.1:\(server.port)
            user-agent: curlew/test
            x-empty: 


            """
        #expect(response.text == expected)
    }

    @Test("Every method, with a body and without", arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "PURGE"])
    func methods(_ name: String) async throws {
        let server = try mirror()
        for body in [nil, [], Array("text".utf8), Array(repeating: UInt8(ascii: "x"), count: 2_000_000)] {
            var request = HTTPRequest(try #require(HTTPMethod(name)), try HTTPURL(server.url("/")), body: body)
            request.headers = [HTTPHeader("Content-Type", "text/plain")]
            let text = try await session.response(to: request).text
            let hasBody = body != nil || ["POST", "PUT", "PATCH"].contains(name)
            #expect(text.hasPrefix("\(name) /\n"))
            #expect(text.contains("content-length: \(body?.count ?? 0)\n") == hasBody)
            #expect(text.hasSuffix("\n\n" + String(decoding: body ?? [], as: UTF8.self)))
            #expect(!text.contains("expect:"))
        }
    }

    @Test("HEAD has no body, whatever its length says")
    func head() async throws {
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\nContent-Encoding: gzip\r\n\r\n")
            }
        }
        for _ in 0..<2 {
            let response = try await session.response(to: HTTPRequest(.head, HTTPURL(server.url("/"))))
            #expect(response.body.count == 0)
            #expect(response.headers["content-length"] == "1000000000")
        }
        #expect(server.connectionCount == 1)
    }

    @Test("Connections are kept; errors of the server are responses")
    func keepAlive() async throws {
        let server = try ScriptedServer { peer in
            var count = 0
            while peer.readRequest() != nil {
                count += 1
                peer.answer("\(count.isMultiple(of: 2) ? 200 : 500) x", text: "\(count)")
            }
        }
        for count in 1...20 {
            let response = try await session.response(to: HTTPRequest(.get, HTTPURL(server.url("/\(count)"))))
            #expect(response.status == (count.isMultiple(of: 2) ? 200 : 500))
            #expect(response.text == "\(count)")
        }
        #expect(server.connectionCount == 1)
    }

    @Test("Two hundred requests at once get their own answers")
    func concurrency() async throws {
        let server = try mirror()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                let url = try HTTPURL(server.url("/\(number)"))
                group.addTask {
                    try await session.response(to: HTTPRequest(.get, url)).text.hasPrefix("GET /\(number)\n")
                }
            }
            var count = 0
            for try await isRight in group where isRight { count += 1 }
            #expect(count == 200)
        }
    }

    @Test("A kept connection that died is replaced, but no POST is sent twice")
    func deadConnections() async throws {
        let requests = Mutex<[String]>([])
        let server = try ScriptedServer { peer in
            // The second request on any connection finds it closed after it was read.
            if let request = peer.readRequest() {
                requests.withLock { $0.append(request.method) }
                peer.answer(text: "first")
            }
            if let request = peer.readRequest() { requests.withLock { $0.append(request.method) } }
        }
        let url = try HTTPURL(server.url("/"))
        for method in [HTTPMethod.get, .get, .get, .put] {
            #expect(
                try await session.response(to: HTTPRequest(method, url, body: method == .put ? [1] : nil)).text
                    == "first")
        }
        let before = requests.withLock { $0.count }
        let error = await session.failure(of: HTTPRequest(.post, url, body: [1]))
        #expect(error?.kind == .connectionLost)
        #expect(error?.wasSent == true)
        #expect(requests.withLock { Array($0[before...]) } == ["POST"])

        var repeatable = HTTPRequest(.post, url, body: [1, 2])
        repeatable.mayBeRepeated = true
        for _ in 0..<3 { #expect(try await session.response(to: repeatable).text == "first") }
        // Without a body there is nothing to stop libcurl with but a new connection.
        for _ in 0..<3 { #expect(try await session.response(to: HTTPRequest(.post, url)).text == "first") }
    }

    @Test("Compressed bodies", arguments: [StreamFormat.gzip, .deflate, .zstd])
    func compression(_ format: StreamFormat) async throws {
        let text = Array(String(repeating: "the curlew calls; ", count: 50_000).utf8)
        let encoded = try compressed(text, format)
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                peer.answer("200 OK", ["Content-Encoding: \(format.rawValue)"], body: encoded)
            }
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        #expect(try await session.response(to: request).bytes == text)
        request.maximumBodySize = text.count
        #expect(try await session.response(to: request).bytes == text)
        var stream = try await session.stream(of: request)
        #expect(try await stream.collect().bytes == text)
        request.maximumBodySize -= 1
        #expect(await session.failure(of: request)?.kind == .tooLarge(limit: text.count - 1))
        request.decodesBody = false
        let response = try await session.response(to: request)
        #expect(response.bytes == encoded)
        #expect(response.headers["content-encoding"] == format.rawValue)
    }

    @Test("Codings that say nothing, and those that nobody offered")
    func codings() async throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                peer.answer("200 OK", ["Content-Encoding: \(request.target.dropFirst())"], text: "text")
            }
        }
        for coding in ["identity", "utf-8", "aws-chunked", ""] {
            #expect(try await session.response(to: HTTPRequest(.get, HTTPURL(server.url("/\(coding)")))).text == "text")
        }
        for coding in ["br", "BR", "compress", "gzip,gzip"] {
            let url = try HTTPURL(server.url("/\(coding)"))
            let error = await session.failure(of: HTTPRequest(.get, url))
            #expect(error?.kind.name == "protocol")
        }
    }

    @Test("An empty body is whole, even one that is said to be compressed")
    func empty() async throws {
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer("200 OK", ["Content-Encoding: gzip"]) }
        }
        let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        #expect(try await session.response(to: request).body.count == 0)
        var stream = try await session.stream(of: request)
        #expect(try await stream.collect().bytes == [])
    }

    @Test("A body is parsed where it lies")
    func parsing() async throws {
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer(text: #"{"birds": ["curlew"]}"#) }
        }
        let body = try await session.response(to: HTTPRequest(.get, HTTPURL(server.url("/")))).takeBody()
        #expect(try JSONDocument.parse(body).root["birds"]?[0]?.string == "curlew")
    }

    @Test("Redirects over the wire: credentials, method, connection")
    func redirects() async throws {
        let other = try mirror()
        let elsewhere = other.url("/elsewhere")
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                switch request.target {
                case "/here": peer.answer("302 Found", ["Location: there?a=b#c"], text: "gone")
                case "/away": peer.answer("307 Temporary Redirect", ["Location: \(elsewhere)"], text: "gone")
                case "/loop": peer.answer("302 Found", ["Location: /loop"])
                case "/huge": peer.send("HTTP/1.1 302 x\r\nContent-Length: 900000000\r\nLocation: /there\r\n\r\nx")
                default:
                    peer.answer(text: "\(request.method) \(request.target) \(request.headers["authorization"] ?? "-")")
                }
            }
        }
        func request(_ path: String) throws -> HTTPRequest {
            HTTPRequest(
                .post, try HTTPURL(server.url(path)), headers: [HTTPHeader("Authorization", "Bearer secret")],
                body: [0x78])
        }
        let here = try await session.response(to: request("/here"))
        #expect(here.text == "GET /there?a=b Bearer secret")
        #expect(here.head.url.description == server.url("/there?a=b"))
        var stream = try await session.stream(of: request("/here"))
        #expect(String(decoding: try await stream.collect().bytes, as: UTF8.self) == "GET /there?a=b Bearer secret")
        #expect(server.connectionCount == 1)

        let away = try await session.response(to: request("/away")).text
        #expect(away.hasPrefix("POST /elsewhere\n") && away.hasSuffix("\n\nx"))
        #expect(!away.contains("secret"))

        var limited = try request("/loop")
        limited.redirects.maximum = 3
        let loop = await session.failure(of: limited)
        #expect(loop?.kind == .tooManyRedirects(limit: 3))
        #expect(loop?.wasSent == true)
        limited.redirects.maximum = 0
        #expect(try await session.response(to: limited).status == 302)
    }
}
