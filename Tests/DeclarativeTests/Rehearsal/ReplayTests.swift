import Connector
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import Declarative

@Suite struct ReplayTests {
    private func replay(_ text: String, as name: String = "a.yaml", secrets: [String] = []) throws -> ReplayTransport {
        try withTemporaryFolder { folder in
            try write(text, to: folder + "/" + name)
            return try ReplayTransport(path: folder, secrets: Secrets(secrets))
        }
    }

    private func get(_ transport: ReplayTransport, _ url: String) async throws -> (status: Int, text: String) {
        try await send(transport, HTTPRequest(.get, try HTTPURL(url)))
    }

    private func send(_ transport: ReplayTransport, _ request: HTTPRequest) async throws -> (status: Int, text: String)
    {
        let answer = try await transport.answer(to: request, collecting: 1 << 20)
        let status = answer.head.status
        guard case .whole(let body) = answer.takeBody() else { return (status, "stream") }
        return (status, body.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    @Test func `a cassette written by hand`() async throws {
        let transport = try replay(
            """
            - request: { url: "https://api.example.com/v1/birds?limit=2&kind=a%20b" }
              response:
                headers: { X-Next: 2, Link: [a, b] }
                body: { birds: [{ id: 1 }, { id: 2, weight: 1.5 }] }
            - request: /v1/nests
              response: { body: [] }
            - request: { url: /v1/eggs }
              response:
                headers: { Content-Type: text/csv }
                body: |
                  id,colour
                  1,blue
            - request: { url: /v1/gone }
              response: { status: 404, body: { message: no such thing } }
            - request: { url: /v1/none }
              response: {}
            """)
        let request = HTTPRequest(.get, try HTTPURL("https://api.example.com/v1/birds?kind=a+b&limit=2"))
        let answer = try await transport.answer(to: request, collecting: 1000)
        #expect(answer.head.status == 200)
        #expect(answer.head.headers["Content-Type"] == "application/json")
        #expect(answer.head.headers["X-Next"] == "2")
        #expect(answer.head.headers.values(of: "link") == ["a", "b"])
        #expect(answer.head.url == request.url)
        guard case .whole(let body) = answer.takeBody() else { return }
        #expect(
            body.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                == #"{"birds":[{"id":1},{"id":2,"weight":1.5}]}"#)
        #expect(try await get(transport, "https://any.example.com/v1/nests") == (200, "[]"))
        #expect(try await get(transport, "http://127.0.0.1:99/v1/eggs") == (200, "id,colour\n1,blue\n"))
        #expect(try await get(transport, "https://api.example.com/v1/gone").status == 404)
        #expect(try await get(transport, "https://api.example.com/v1/none") == (200, ""))
    }

    @Test func `repeated requests get their answers in order, and the last one stays`() async throws {
        let transport = try replay(
            """
            {"request": {"url": "/job"}, "response": {"body": "one"}}
            {"request": {"url": "/other"}, "response": {"body": "other"}}

            {"request": {"url": "/job"}, "response": {"body": "two"}}
            """, as: "a.jsonl")
        var texts: [String] = []
        for path in ["job", "job", "other", "job", "other"] {
            texts.append(try await get(transport, "https://a/\(path)").text)
        }
        #expect(texts == ["one", "two", "other", "two", "other"])
    }

    @Test func `a body tells requests apart, whatever its order; none takes any`() async throws {
        let transport = try replay(
            """
            - request: { url: /search, method: post, body: { after: 2, q: "*" } }
              response: { body: second }
            - request: { url: /search, method: POST }
              response: { body: any }
            - request: { url: /form, method: POST, body: { a: 1, b: [2, 3] } }
              response: { body: form }
            """)
        func post(_ path: String, _ body: String, _ type: String = "application/json") async throws -> String {
            let headers: HTTPHeaders = [HTTPHeader("Content-Type", type)]
            return try await send(
                transport, HTTPRequest(.post, try HTTPURL("https://a" + path), headers: headers, body: Array(body.utf8))
            ).text
        }
        #expect(try await post("/search", #"{"q": "*", "after": 2}"#) == "second")
        #expect(try await post("/search", #"{"q": "*", "after": 3}"#) == "any")
        #expect(try await post("/form", "b=3&a=1&b=2", "application/x-www-form-urlencoded") == "form")
        let error = await #expect(throws: HTTPError.self) {
            try await post("/form", "a=1", "application/x-www-form-urlencoded")
        }
        #expect(
            error?.description
                == "POST https://a/form: no answer is recorded for it with the body `a=1`, but for one with the body "
                + #"`{"a":1,"b":[2,3]}`"#)
    }

    @Test func `secrets are compared as they were recorded`() async throws {
        let transport = try replay(
            "- { request: \"https://a/***/x?key=***\", response: { body: found } }", secrets: ["s3cret"])
        #expect(try await get(transport, "https://a/s3cret/x?key=s3cret").text == "found")
    }

    @Test(arguments: [
        (
            "https://a/birds?page=3",
            "GET https://a/birds?page=3: no answer is recorded for it; the nearest is GET https://a/birds?page=1"
        ),
        (
            "https://a/brids",
            "GET https://a/brids: no answer is recorded for it; the nearest is GET https://a/birds?page=1"
        ),
        (
            "https://a/birds?page=1&key=s3cret",
            "GET https://a/birds?page=1&key=***: no answer is recorded for it; the nearest is GET https://a/birds?page=1"
        ),
        ("https://b/else", "GET https://b/else: no answer is recorded for it; the nearest is "),
    ])
    func `what is not recorded is a failure that says what is`(_ url: String, _ message: String) async throws {
        let transport = try replay(
            """
            - { request: "https://a/birds?page=1", response: {} }
            - { request: "https://a/birds?page=2", response: {} }
            - { request: { url: "https://a/birds", method: POST }, response: {} }
            """, secrets: ["s3cret"])
        let error = await #expect(throws: HTTPError.self) { try await get(transport, url) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test func `it is not tried again`() async throws {
        let bench = try SendingBench(replay("- { request: /other, response: {} }"))
        let message = await bench.fault(.items)?.failure?.message
        #expect(message?.hasPrefix("GET https://api.example.com/v1/items: no answer is recorded for it") == true)
        #expect(bench.clock.waits == [])
    }

    @Test func `the examples of the documentation`() async throws {
        let page = try text(of: PackageFolder.path + "/docs/cassettes.md")
        let blocks = page.components(separatedBy: "```")
        let yaml = try #require(blocks.first { $0.hasPrefix("yml\n") }).dropFirst(4)
        let transport = try replay(String(yaml))
        #expect(try await get(transport, "https://x/v1/customers?limit=2").text.contains("cus_2"))
        #expect(try await get(transport, "https://x/v1/report.csv").text == "id,total\n1,9.50\n")
        let line = page.split(separator: "\n").filter {
            $0.hasPrefix("    {\"request\"") || $0.hasPrefix("     \"response\"")
        }
        let recorded = try replay(line.joined(separator: ""), as: "a.jsonl")
        #expect(
            try await get(recorded, "https://api.stripe.com/v1/customers?limit=2").text
                == #"{"data":[],"has_more":false}"#)
    }

    @Test func `nothing is waited for`() async throws {
        let transport = try replay(
            """
            - { request: /v1/items, response: { status: 429, headers: { Retry-After: 600, X-RateLimit-Remaining: 0,
                X-RateLimit-Reset: 600 } } }
            - { request: /v1/items, response: { status: 503 } }
            - { request: /v1/items, response: { body: {} } }
            """)
        let bench = try SendingBench(transport, rehearsal: .replay("a")) { $0.http.rateLimit.requestsPerSecond = 0.01 }
        for _ in 0..<3 { #expect(await bench.fault(.items, until: Deadline(at: bench.clock.now + .seconds(1))) == nil) }
        #expect(bench.clock.waits == [])
        #expect(bench.environment.activity.retries == 2)
    }

    @Test(arguments: [
        ("a.yaml", "- { response: {} }", "exchange 1: `request` is missing"),
        ("a.yaml", "request: /a", "exchange 1: `response` is missing"),
        ("a.yaml", "- { request: { path: /a }, response: {} }", "exchange 1: `request` has no `path`; there are "),
        ("a.yaml", "- { request: {}, response: {} }", "exchange 1: `request.url` is missing"),
        ("a.yaml", "- { request: /a, response: { status: ok } }", "exchange 1: `response.status` is a number"),
        ("a.yaml", "- { request: /a, response: { body: a, body_base64: YQ== } }", "exchange 1: `response` has both"),
        (
            "a.yaml", "- { request: /a, response: { body_base64: '?' } }",
            "exchange 1: `response.body_base64` is not base64"
        ),
        ("a.yaml", "- {", "line "), ("a.json", "[{]", "a.json: "), ("a.jsonl", "\n{}", "`request` is missing"),
        ("a.yaml", "- { request: { url: 'ftp://x' }, response: {} }", "a recorded request is for "),
        ("a.txt", "", "holds no exchanges"), ("a.yaml", "[]", "holds no exchanges"),
    ])
    func `what is wrong in a file is told with its place`(_ name: String, _ text: String, _ message: String) throws {
        let failure = #expect(throws: Failure.self) { try replay(text, as: name) }
        #expect(failure?.kind == .config)
        #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }

    @Test func `all files of a folder are one cassette`() async throws {
        let transport = try withTemporaryFolder { folder in
            try write("{\"request\": {\"url\": \"/a\"}, \"response\": {\"body\": \"2\"}}\n", to: folder + "/b.jsonl")
            try write("- { request: /a, response: { body: \"1\" } }", to: folder + "/a.yml")
            try write("{\"request\": {\"url\": \"/a\"}, \"response\": {\"body\": \"3\"}}", to: folder + "/c.json")
            try write("nothing", to: folder + "/README.md")
            return try ReplayTransport(path: folder, secrets: Secrets())
        }
        var texts: [String] = []
        for _ in 0..<3 { texts.append(try await get(transport, "https://x/a").text) }
        #expect(texts == ["1", "2", "3"])
    }
}
