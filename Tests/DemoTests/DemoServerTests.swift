import HTTPClient
import JSON
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(1))) struct DemoServerTests {
    private let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))

    private func server(_ change: (inout DemoSettings) -> Void = { _ in }) throws -> DemoServer {
        var settings = DemoSettings()
        change(&settings)
        return try DemoServer(settings)
    }

    private func get(_ path: String, _ method: HTTPMethod = .get, of server: DemoServer) async throws -> HTTPResponse {
        try await session.response(to: HTTPRequest(method, try HTTPURL(server.origin + path)))
    }

    @Test func `queries are decoded, and the body is the generator's`() async throws {
        let server = try server()
        let answer = try await get("/v1/orders?limit=2&updated_since=2024%2D01-01T00%3A00:10Z", of: server)
        #expect(answer.status == 200)
        #expect(answer.headers["Content-Type"] == "application/json")
        var writer = RecordWriter(DemoData(DemoSettings()))
        writer.array(of: .order, RecordNumbers(first: 2, step: 1, count: 2))
        let body = try JSONValue.parse(answer.body)
        #expect(body["data"]?.description == writer.json.text)
        withExtendedLifetime(server) {}
    }

    @Test func `what is no page has a status and a reason`() async throws {
        let server = try server()
        for (path, method, status) in [
            ("/v1/nothing", HTTPMethod.get, 404), ("/v1/customers?limit=", .get, 400), ("/v1/customers", .post, 405),
            ("/v1/customers?limit", .get, 400), ("/v1/customers", .delete, 405),
        ] {
            let answer = try await get(path, method, of: server)
            #expect(answer.status == status)
            #expect(try JSONValue.parse(answer.body)["error"]?.string != nil)
        }
        #expect(try await get("/v1/customers", .head, of: server).status == 200)
        withExtendedLifetime(server) {}
    }

    @Test func `a limit is announced, and then enforced`() async throws {
        let server = try server { $0.requestsPerSecond = 2 }
        for (status, remaining) in [(200, "1"), (200, "0"), (429, "0")] {
            let answer = try await get("/v1/regions", of: server)
            #expect(answer.status == status)
            #expect(answer.headers["X-RateLimit-Limit"] == "2")
            #expect(answer.headers["X-RateLimit-Remaining"] == remaining)
            #expect(answer.headers["X-RateLimit-Reset"] == "1")
            #expect(answer.headers["Retry-After"] == (status == 429 ? "1" : nil))
        }
        withExtendedLifetime(server) {}
    }

    @Test func `slow answers do not wait for one another`() async throws {
        let server = try server { $0.latency = .milliseconds(200) }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Int.self) { tasks in
            for _ in 0..<64 { tasks.addTask { try await get("/v1/regions", of: server).status } }
            for try await status in tasks { #expect(status == 200) }
        }
        #expect((.milliseconds(200)..<(.seconds(6))).contains(.now - start))
        withExtendedLifetime(server) {}
    }

    @Test func `nobody answers any more when the server is gone`() async throws {
        let url = try HTTPURL(try server().origin + "/v1/regions")
        await #expect(throws: HTTPError.self) { _ = try await session.response(to: HTTPRequest(.get, url)) }
    }
}
