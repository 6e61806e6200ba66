import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct SessionLoginTests {
    private func login(_ adjust: (inout Authentication.SessionLogin) throws -> Void = { _ in }) throws -> Authentication
    {
        var login = Authentication.SessionLogin(
            loginURL: try .test("https://api.example.com/login"), tokenPath: try JSONPath("data.token"))
        login.body = .json(
            .object([TemplatedField(name: "password", value: .template(try .test("{{ config.password }}")))]))
        try adjust(&login)
        return .session(login)
    }

    private func bench(_ authentication: Authentication, _ answer: String) throws -> (SendingBench, ScriptedTransport) {
        let transport = ScriptedTransport { _, request in
            request.url.path == "/login" ? .answer(200, [:], answer) : .answer(200, [:], "{}")
        }
        let bench = try SendingBench(
            transport, authentication: authentication, configuration: ["password": "s3cret"], secrets: ["s3cret"])
        return (bench, transport)
    }

    @Test func `the token of the answer goes where the definition says`() async throws {
        let authentication = try login {
            $0.tokenHeader = "X-Session"
            $0.tokenPrefix = "S-"
        }
        let (bench, transport) = try bench(authentication, #"{"data": {"token": "t0ken"}}"#)
        for _ in 0..<2 { #expect(await bench.fault(.items) == nil) }
        #expect(transport.requests.map { $0.headers["X-Session"] } == [nil, "S-t0ken", "S-t0ken"])
        #expect(transport.requests.first?.body == Array(#"{"password":"s3cret"}"#.utf8))
        #expect(transport.requests.first?.bodyIsCredential == true)
        #expect(bench.environment.secrets.masked("t0ken") == "***")
    }

    @Test func `it lives as long as the answer says, or else the definition`() async throws {
        for (answer, seconds) in [
            (#"{"data": {"token": "t0ken", "ttl": 100}}"#, 90), (#"{"data": {"token": "t0ken"}}"#, 180),
        ] {
            let authentication = try login {
                $0.expiresInPath = try JSONPath("data.ttl")
                $0.lifetime = .seconds(200)
            }
            let (bench, transport) = try bench(authentication, answer)
            #expect(await bench.fault(.items) == nil)
            bench.clock.advance(by: .seconds(seconds - 1))
            #expect(await bench.fault(.items) == nil)
            #expect(transport.requests.count == 3)
            bench.clock.advance(by: .seconds(1))
            #expect(await bench.fault(.items) == nil)
            #expect(transport.requests.count == 5)
        }
    }

    @Test func `an answer without the token is told, and nothing of what it holds`() async throws {
        let (bench, _) = try bench(login(), #"{"data": {"t": "an0ther"}}"#)
        let failure = await bench.fault(.items)?.failure
        #expect(failure?.kind == .auth)
        #expect(failure?.message == "api.example.com gave no token: the answer has no `data.token`")
    }
}
