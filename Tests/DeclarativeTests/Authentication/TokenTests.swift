import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct TokenTests {
    private static func clientCredentials() throws -> Authentication {
        .clientCredentials(
            Authentication.ClientCredentials(
                tokenURL: try .test("https://auth.example.com/token"), clientID: try .test("me"),
                clientSecret: try .test("cl:s3cret"), scopes: [try .test("read"), try .test("write")],
                tokenBody: [TemplatedField(name: "audience", value: .constant("api"))]))
    }

    private static func refresh() throws -> Authentication {
        .refreshToken(
            Authentication.RefreshToken(
                tokenURL: try .test("https://auth.example.com/token"), clientID: try .test("me"),
                clientSecret: try .test("cl:s3cret"), refreshToken: try .test("refresh-0"), clientAuthentication: .basic
            ))
    }

    private func bench(
        _ endpoint: TokenEndpoint, _ authentication: Authentication
    ) throws -> (SendingBench, ScriptedTransport) {
        let transport = ScriptedTransport { _, request in await endpoint.reply(request) }
        return (try SendingBench(transport, authentication: authentication), transport)
    }

    @Test func `a client asks for a token once, and shows it from then on`() async throws {
        let endpoint = TokenEndpoint()
        let (bench, _) = try bench(endpoint, Self.clientCredentials())
        for _ in 0..<3 { #expect(await bench.fault(.items) == nil) }
        #expect(
            endpoint.forms == [
                [
                    "grant_type": "client_credentials", "client_id": "me", "client_secret": "cl:s3cret",
                    "scope": "read write", "audience": "api",
                ]
            ])
        #expect(bench.environment.secrets.masked("token-1 cl:s3cret") == "*** ***")
    }

    @Test func `a client may name itself by basic authentication`() async throws {
        let endpoint = TokenEndpoint()
        let (bench, _) = try bench(endpoint, Self.refresh())
        #expect(await bench.fault(.items) == nil)
        #expect(endpoint.forms == [["grant_type": "refresh_token", "refresh_token": "refresh-0"]])
        // me:cl%3As3cret
        #expect(endpoint.headers.first?["Authorization"] == "Basic bWU6Y2wlM0FzM2NyZXQ=")
    }

    @Test func `fifty requests at once ask for one token`() async throws {
        let endpoint = TokenEndpoint(extra: ["expires_in": 100])
        let (bench, _) = try bench(endpoint, Self.clientCredentials())
        for round in 1...3 {
            let faults = await withTaskGroup(of: RequestFault?.self) { group in
                for _ in 0..<50 { group.addTask { await bench.fault(.items) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(faults.allSatisfy { $0 == nil })
            #expect(endpoint.issued == round)
            bench.clock.advance(by: .seconds(95))
        }
    }

    @Test func `a token is replaced before it expires`() async throws {
        let endpoint = TokenEndpoint(extra: ["expires_in": "3600"])
        let (bench, transport) = try bench(endpoint, Self.clientCredentials())
        #expect(await bench.fault(.items) == nil)
        bench.clock.advance(by: .seconds(3539))
        #expect(await bench.fault(.items) == nil)
        #expect(endpoint.issued == 1)
        bench.clock.advance(by: .seconds(1))
        #expect(await bench.fault(.items) == nil)
        #expect(endpoint.issued == 2)
        #expect(transport.requests.count == 5)
    }

    @Test func `a token that is refused is renewed once, and the request repeated`() async throws {
        let endpoint = TokenEndpoint()
        let (bench, transport) = try bench(endpoint, Self.clientCredentials())
        #expect(await bench.fault(.items) == nil)
        endpoint.revoke()
        #expect(await bench.fault(RequestDraft(.post, url: "https://api.example.com/v1/items")) == nil)
        #expect(endpoint.issued == 2)
        #expect(
            transport.urls.suffix(3) == [
                "https://api.example.com/v1/items", "https://auth.example.com/token",
                "https://api.example.com/v1/items",
            ])
        #expect(bench.clock.waits == [])
    }

    @Test func `fifty requests that are refused at once renew the token once`() async throws {
        let endpoint = TokenEndpoint()
        let (bench, _) = try bench(endpoint, Self.clientCredentials())
        #expect(await bench.fault(.items) == nil)
        endpoint.revoke()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { #expect(await bench.fault(.items) == nil) } }
        }
        #expect(endpoint.issued == 2)
    }

    @Test func `what is refused with a new token too is refused`() async throws {
        let transport = ScriptedTransport { _, request in
            request.url.host == "auth.example.com" ? .answer(200, [:], #"{"access_token": "token"}"#) : .answer(401)
        }
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        #expect(await bench.fault(.items)?.failure?.kind == .auth)
        #expect(transport.requests.count == 4)
    }

    @Test func `a fixed token that is refused is not asked for again`() async throws {
        let transport = ScriptedTransport(.answer(401))
        let bench = try SendingBench(transport, authentication: .bearer(token: .test("token")))
        #expect(await bench.fault(.items)?.failure?.kind == .auth)
        #expect(transport.requests.count == 1)
    }

    @Test func `a refresh token that is replaced is used next`() async throws {
        let endpoint = TokenEndpoint(extra: ["refresh_token": "refresh", "expires_in": 10])
        let (bench, _) = try bench(endpoint, Self.refresh())
        for _ in 0..<3 {
            #expect(await bench.fault(.items) == nil)
            bench.clock.advance(by: .seconds(10))
        }
        #expect(endpoint.forms.map { $0["refresh_token"] } == ["refresh-0", "refresh-1", "refresh-2"])
        #expect(bench.messages.all.count == 3)
        #expect(bench.environment.secrets.masked("refresh-0, refresh-2") == "***, ***")
    }

    @Test(arguments: [
        (
            400, #"{"error": "invalid_client", "error_description": "cl:s3cret is wrong"}"#, Failure.Kind.auth,
            "auth.example.com gave no token: HTTP 400 Bad Request: invalid_client: *** is wrong"
        ),
        (401, "", .auth, "auth.example.com gave no token: HTTP 401 Unauthorized"),
        (
            200, #"{"error": "bad_code", "token": "s3cret-2"}"#, .auth,
            "auth.example.com gave no token: the answer has no `access_token`: bad_code"
        ),
        (200, "", .auth, "auth.example.com gave no token: the answer has no `access_token`"),
        (200, #"{"access_token": ""}"#, .auth, "auth.example.com gave no token: the answer has no `access_token`"),
        (503, "", .source, "POST https://auth.example.com/token: HTTP 503 Service Unavailable"),
    ])
    func `why there is no token`(_ status: Int, _ body: String, _ kind: Failure.Kind, _ message: String) async throws {
        let transport = ScriptedTransport(.answer(status, [:], body))
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        let failure = await bench.fault(.items)?.failure
        #expect(failure?.kind == kind)
        #expect(failure?.message == message)
    }

    @Test func `all who wait for a token fail with whoever asked for it`() async throws {
        let transport = ScriptedTransport { _, _ in
            await Task.yield()
            return .answer(400, [:], #"{"error": "invalid_client"}"#)
        }
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        let faults = await withTaskGroup(of: RequestFault?.self) { group in
            for _ in 0..<50 { group.addTask { await bench.fault(.items) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(faults.allSatisfy { $0?.failure?.kind == .auth })
        #expect(transport.requests.count < 50)
    }

    @Test func `a deadline that is pulled while a token is awaited stops all`() async throws {
        let deadline = Deadline()
        let transport = ScriptedTransport { _, _ in
            deadline.pull()
            for _ in 0..<100 { await Task.yield() }
            return .answer(400)
        }
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { #expect(await bench.fault(.items, until: deadline) == .stopped) } }
        }
    }

    @Test func `an exchange that was begun ends, whoever gives up waiting for it`() async throws {
        let endpoint = TokenEndpoint(extra: ["refresh_token": "refresh"])
        let deadline = Deadline()
        let transport = ScriptedTransport { number, request in
            if number == 0 {
                deadline.pull()
                for _ in 0..<100 { await Task.yield() }
                // What was sent counts, even when nobody hears the answer.
                let reply = await endpoint.reply(request)
                return Task.isCancelled ? .error(.cancelled) : reply
            }
            return await endpoint.reply(request)
        }
        let bench = try SendingBench(transport, authentication: Self.refresh())
        #expect(await bench.fault(.items, until: deadline) == .stopped)
        #expect(await bench.fault(.items) == nil)
        #expect(endpoint.forms.map { $0["refresh_token"] } == ["refresh-0"])
    }

    @Test func `whoever has no time left waits for no token, and the others get it`() async throws {
        let endpoint = TokenEndpoint()
        let (released, release) = AsyncStream<Void>.makeStream()
        let transport = ScriptedTransport { number, request in
            if number == 0 { for await _ in released { break } }
            return await endpoint.reply(request)
        }
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        let near = Deadline(at: .now + .milliseconds(5))
        #expect(await bench.fault(.items, until: near) == .outOfTime(resumeAfter: nil))
        release.yield()
        #expect(await bench.fault(.items) == nil)
        #expect(endpoint.issued == 1)
    }

    @Test func `credentials for tokens go to no other server`() async throws {
        let transport = ScriptedTransport(.answer(200, [:], #"{"access_token": "token"}"#))
        let bench = try SendingBench(transport, authentication: Self.clientCredentials())
        #expect(await bench.fault(.items) == nil)
        #expect(transport.requests.first?.bodyIsCredential == true)
        #expect(transport.requests.map(\.answerIsCredential) == [true, false])
    }
}
