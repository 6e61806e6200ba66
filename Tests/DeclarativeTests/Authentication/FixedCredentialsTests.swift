import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct FixedCredentialsTests {
    private func sent(_ authentication: Authentication, to url: String = "https://api.example.com/v1") async throws
        -> (request: HTTPRequest, bench: SendingBench)
    {
        let transport = ScriptedTransport(.answer(200))
        let bench = try SendingBench(
            transport, authentication: authentication, configuration: ["user": "me", "secret": "pa:ss wörd"])
        _ = try await bench.answer(to: RequestDraft(.get, url: url))
        return (try #require(transport.requests.first), bench)
    }

    @Test func `none`() async throws {
        let request = try await sent(.none).request
        #expect(request.headers.fields == [])
        #expect(request.url.query == nil)
    }

    @Test func `a key in a header`() async throws {
        let key = Authentication.APIKey(
            place: .header("X-Key"), prefix: "Key ", value: try .test("{{ config.secret }}"))
        #expect(try await sent(.apiKey(key)).request.headers["X-Key"] == "Key pa:ss wörd")
    }

    @Test func `a key in the query, in place of one that is there`() async throws {
        let key = Authentication.APIKey(place: .query("key"), value: try .test("{{ config.secret }}"))
        let (request, bench) = try await sent(.apiKey(key), to: "https://api.example.com/v1?a=1&key=old&b=2")
        #expect(request.url.query == "a=1&b=2&key=pa%3Ass%20w%C3%B6rd")
        #expect(
            bench.environment.secrets.masked(request.url.description) == "https://api.example.com/v1?a=1&b=2&key=***")
    }

    @Test func `user and password`() async throws {
        let (request, bench) = try await sent(
            .basic(username: .test("{{ config.user }}"), password: .test("{{ config.secret }}")))
        #expect(request.headers["Authorization"] == "Basic bWU6cGE6c3Mgd8O2cmQ=")
        #expect(bench.environment.secrets.masked("bWU6cGE6c3Mgd8O2cmQ= and pa:ss wörd") == "*** and ***")
        #expect(
            try await sent(.basic(username: .test("me"), password: nil)).request.headers["Authorization"]
                == "Basic bWU6")
    }

    @Test func `a bearer token`() async throws {
        let request = try await sent(.bearer(token: .test("{{ config.secret }}"))).request
        #expect(request.headers["Authorization"] == "Bearer pa:ss wörd")
    }

    @Test func `headers of the connector's own`() async throws {
        let fields = [
            TemplatedField(name: "X-User", value: .template(try .test("{{ config.user }}"))),
            TemplatedField(name: "X-Secret", value: .template(try .test("{{ config.secret }}"))),
            TemplatedField(name: "X-Other", value: .template(try .test("{{ config.other }}"))),
        ]
        let request = try await sent(.headers(fields)).request
        #expect(request.headers.fields.map(\.name) == ["X-User", "X-Secret"])
        #expect(request.headers.fields.allSatisfy { $0.isCredential })
    }

    @Test func `what the configuration lacks is a failure that names the place`() throws {
        let failure = #expect(throws: Failure.self) {
            try SendingBench(
                ScriptedTransport(.answer(200)), authentication: .bearer(token: .test("{{ config.gone }}")))
        }
        #expect(failure?.kind == .config)
        #expect(failure?.message.hasPrefix("the token: ") == true)
    }
}
