import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

/// What sources of the same connector and configuration leave to one another.
@Suite struct KeptTokenTests {
    private static func refresh() throws -> Authentication {
        .refreshToken(
            Authentication.RefreshToken(
                tokenURL: try .test("https://auth.example.com/token"), clientID: try .test("me"),
                clientSecret: try .test("cl:s3cret"), refreshToken: try .test("refresh-0"), clientAuthentication: .basic
            ))
    }

    @Test func `a later source shows the same token, and does not show it to anybody else`() async throws {
        let endpoint = TokenEndpoint(extra: ["refresh_token": "refresh"])
        let transport = ScriptedTransport { _, request in await endpoint.reply(request) }
        let tokens = KeptTokens()
        for _ in 1...3 {
            let bench = try SendingBench(transport, authentication: Self.refresh(), tokens: tokens)
            #expect(await bench.fault(.items) == nil)
            #expect(bench.environment.secrets.masked("token-1") == "***")
        }
        #expect(endpoint.issued == 1)
        // Refused, it is replaced, by the refresh token that replaced the configured one.
        endpoint.revoke()
        let bench = try SendingBench(transport, authentication: Self.refresh(), tokens: tokens)
        #expect(await bench.fault(.items) == nil)
        let shown = endpoint.forms.map { $0["refresh_token"] }
        #expect(shown == ["refresh-0", "refresh-1"])
        #expect(bench.environment.secrets.masked("token-2 refresh-1 refresh-2") == "*** *** ***")
    }

    @Test func `tokens belong to a connector and a configuration`() throws {
        func definition(_ name: String, auth: Bool = true) throws -> ConnectorDefinition {
            let text = """
                name: \(name)
                version: 1.0.0
                base_url: https://api.example.com
                \(auth ? "auth: { type: session, login_url: https://api.example.com/login, token_path: token }" : "")
                streams:
                  - name: items
                    request: { path: /items }
                """
            return try ConnectorDefinition.parse(Array(text.utf8), file: "x.yaml")
        }
        func configuration(_ key: String) throws -> Configuration {
            try ConfigurationSpecification(fields: [ConfigurationField("key")]).check(["key": .string(key)], from: "x")
        }
        let store = TokenStore()
        let first = store.tokens(of: try definition("one"), try configuration("a"))
        #expect(store.tokens(of: try definition("one"), try configuration("a")) === first)
        #expect(store.tokens(of: try definition("one"), try configuration("b")) !== first)
        #expect(store.tokens(of: try definition("two"), try configuration("a")) !== first)
        #expect(store.tokens(of: try definition("one", auth: false), try configuration("a")) !== first)
        // Those of many are not all kept.
        for number in 1...20 { _ = store.tokens(of: try definition("one"), try configuration("tenant \(number)")) }
        #expect(store.tokens(of: try definition("one"), try configuration("a")) !== first)
    }

    @Test func `a definition is compiled again when its text is another`() throws {
        let compiled = CompiledDefinitions()
        func text(_ version: Int) -> [UInt8] {
            Array(
                """
                name: one
                version: \(version).0.0
                base_url: https://api.example.com
                streams: [{ name: items, request: { path: /items } }]
                """.utf8)
        }
        for version in [1, 1, 2, 1, 3, 4, 5, 6, 1] {
            #expect(try compiled.definition(text(version), file: "x.yaml").version == "\(version).0.0")
        }
        #expect(throws: Failure.self) { try compiled.definition(Array("name: one".utf8), file: "x.yaml") }
    }
}
