import Connector
import HTTPClient
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct CredentialScopeTests {
    private func bench(_ transport: ScriptedTransport) throws -> SendingBench {
        try SendingBench(
            transport, authentication: .bearer(token: .test("{{ config.token }}")),
            configuration: ["token": "s3cret", "region": "eu"], secrets: ["s3cret"]
        ) {
            $0.http.credentialHosts = ["*.example.net", "files.example.org"]
            $0.streams[0].request.path = try .test("https://{{ config.region }}.example.dev/items/{{ partition.id }}")
            $0.check = CheckRequest(request: RequestDefinition(path: try .test("{{ response.url }}")))
        }
    }

    @Test(arguments: [
        ("https://api.example.com/v2/x", true), ("https://API.example.com:443/", true),
        ("http://api.example.com/v1", false), ("https://api.example.com:8443/v1", false),
        ("https://example.com/", false), ("https://api.example.com.evil.org/", false),
        ("https://eu.example.net/", true), ("https://a.b.example.net/", true), ("https://example.net/", false),
        ("https://evilexample.net/", false), ("http://eu.example.net/", false), ("https://files.example.org/", true),
        ("https://x.files.example.org/", false), ("https://eu.example.dev/other", true),
        ("https://us.example.dev/items/1", false), ("https://evil.org/?https://api.example.com/", false),
        ("https://api.example.com@evil.org/", false),
    ])
    func `credentials go to the servers that the definition names and to no other`(
        _ url: String, _ isShown: Bool
    ) async throws {
        let transport = ScriptedTransport(.answer(200))
        var draft = RequestDraft(.get, url: url)
        draft.headers = [
            .init(name: "Cookie", text: "a"), .init(name: "X-Key", text: "k-s3cret"),
            .init(name: "X-Version", text: "7"),
        ]
        _ = try await bench(transport).answer(to: draft)
        let headers = try #require(transport.requests.first).headers
        #expect(headers["Authorization"] == (isShown ? "Bearer s3cret" : nil))
        // Nor does anything else go that holds one.
        #expect(headers["X-Key"] == (isShown ? "k-s3cret" : nil))
        #expect(headers["Cookie"] == (isShown ? "a" : nil))
        #expect(headers["X-Version"] == "7")
        #expect(headers.fields.filter { $0.value.contains("s3cret") }.allSatisfy { $0.isCredential })
    }

    @Test(arguments: [true, false])
    func `parameters that hold a secret go to no other server`(_ isAtHome: Bool) async throws {
        let transport = ScriptedTransport(.answer(200))
        let host = isAtHome ? "api.example.com" : "evil.org"
        var draft = RequestDraft(.get, url: "https://\(host)/x?sig=a%2Bb&k=s%33cret")
        draft.parameters = [.init(name: "key", text: "k-s3cret"), .init(name: "page", text: "2")]
        _ = try await bench(transport).answer(to: draft)
        let query = isAtHome ? "sig=a%2Bb&k=s%33cret&key=k-s3cret&page=2" : "sig=a%2Bb&page=2"
        #expect(transport.urls == ["https://\(host)/x?\(query)"])
    }

    @Test(
        arguments: [
            .json(["key": "s3cret"]), .form([.init(name: "key", text: "s3cret")]), .raw("<key>s3cret</key>"),
        ] as [RequestDraft.Body])
    func `a body that holds a secret stays with its own servers`(_ body: RequestDraft.Body) async throws {
        let transport = ScriptedTransport(.answer(200))
        var draft = RequestDraft(.post, url: "https://api.example.com/v1/items")
        draft.body = body
        #expect(try await bench(transport).fault(draft) == nil)
        // So that no redirect carries it away either.
        #expect(transport.requests.map(\.bodyIsCredential) == [true])
        #expect(transport.requests.map(\.answerIsCredential) == [false])
        draft.url = "https://evil.org/v1/items"
        let failure = try await bench(transport).fault(draft)?.failure
        #expect(failure?.kind == .config)
        #expect(failure?.message == "the body of a request to evil.org holds a secret of the configuration")
        draft.body = .json(["key": "other"])
        #expect(try await bench(transport).fault(draft) == nil)
        #expect(transport.requests.map(\.bodyIsCredential) == [true, false])
    }
}
