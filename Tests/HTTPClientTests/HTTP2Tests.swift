import HTTPClient
import JSON
import Testing

@Suite("HTTP/2", .timeLimit(.minutes(1)), .enabled("nginx is not installed") { Nginx.isInstalled })
struct HTTP2Tests {
    @Test("Requests share one connection")
    func multiplexing() async throws {
        let tls = try TLSServer.shared.get()
        let server = try Nginx(certificates: tls.folder)
        let session = tls.session { $0.offersHTTP2 = true }
        try await server.waitUntilReady()
        try await getSmall(100, from: server, in: session)
        let large = HTTPRequest(.get, try HTTPURL(server.url + "large"))
        #expect(try await session.response(to: large).body.count == Nginx.largeSize)
        #expect(try await session.response(to: HTTPRequest(.get, HTTPURL(server.url + "none"))).status == 404)
        let requests = try await server.requests(102)
        #expect(requests.allSatisfy { $0.version == "HTTP/2.0" })
        #expect(Set(requests.map(\.connection)).count == 1)
    }

    @Test("It is not spoken unasked, and a stream that nobody reads holds up no other request")
    func streaming() async throws {
        let tls = try TLSServer.shared.get()
        let server = try Nginx(certificates: tls.folder)
        let session = tls.session()
        try await server.waitUntilReady()
        let large = HTTPRequest(.get, try HTTPURL(server.url + "large"))
        for _ in 0..<2 {
            var stream = try await session.stream(of: large)
            try await getSmall(20, from: server, in: session)
            #expect(try await stream.collect().count == Nginx.largeSize)
        }
        let posted = HTTPRequest(.post, try HTTPURL(server.url + "small"), body: [UInt8](repeating: 1, count: 300_000))
        #expect(try await session.response(to: posted).text == "small")
        #expect(try await server.requests(43).allSatisfy { $0.version == "HTTP/1.1" })
    }

    private func getSmall(_ count: Int, from server: Nginx, in session: HTTPSession) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                let request = HTTPRequest(.get, try HTTPURL(server.url + "small?\(number)"))
                group.addTask { try await session.response(to: request).text == "small" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("A body beyond the limit, and a cancelled one, end their stream and not the connection")
    func stopping() async throws {
        let tls = try TLSServer.shared.get()
        let server = try Nginx(certificates: tls.folder)
        let session = tls.session { $0.offersHTTP2 = true }
        try await server.waitUntilReady()
        var request = HTTPRequest(.get, try HTTPURL(server.url + "large"))
        request.maximumBodySize = 1000
        #expect(await session.failure(of: request)?.kind == .tooLarge(limit: 1000))
        request.maximumBodySize = .max
        let task = Task { await session.failure(of: request) }
        await Task.yield()
        task.cancel()
        _ = await task.value
        let small = HTTPRequest(.get, try HTTPURL(server.url + "small"))
        #expect(try await session.response(to: small).text == "small")
    }
}
