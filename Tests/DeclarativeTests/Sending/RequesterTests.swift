import Connector
import HTTPClient
import JSON
import Testing

@testable import Declarative

@Suite struct RequesterTests {
    @Test func `a request is built from its draft`() async throws {
        let transport = ScriptedTransport(.answer(200))
        let bench = try SendingBench(transport) { $0.http.userAgent = "bird/1" }
        var draft = RequestDraft(.post, url: "https://api.example.com/v1/items?a=1")
        draft.parameters = [.init(name: "filter[x]", text: "é &"), .init(name: "a", text: "2")]
        draft.headers = [.init(name: "X-Version", text: "7")]
        for (body, text, type) in [
            (.json(["a": [1, nil]]), #"{"a":[1,null]}"#, "application/json"),
            (.form([.init(name: "a b", text: "c&d")]), "a%20b=c%26d", "application/x-www-form-urlencoded"),
            (.raw("<x/>"), "<x/>", "text/plain; charset=utf-8"),
        ] as [(RequestDraft.Body, String, String)] {
            draft.body = body
            _ = try await bench.answer(to: draft)
            let request = try #require(transport.requests.last)
            #expect(request.url.description == "https://api.example.com/v1/items?a=1&filter%5Bx%5D=%C3%A9%20%26&a=2")
            #expect(request.method == .post)
            #expect(request.body == Array(text.utf8))
            #expect(request.headers["Content-Type"] == type)
            #expect(request.headers["X-Version"] == "7")
            #expect(request.headers["User-Agent"] == "bird/1")
            #expect(request.mayBeRepeated == false)
        }
        draft.headers.append(.init(name: "content-type", text: "application/xml"))
        _ = try await bench.answer(to: draft)
        #expect(transport.requests.last?.headers.values(of: "Content-Type") == ["application/xml"])
    }

    @Test func `times come from the policy, and are cut to the deadline`() async throws {
        let transport = ScriptedTransport(.answer(200))
        let bench = try SendingBench(transport) {
            $0.http.timeout = .seconds(33)
            $0.http.connectTimeout = .seconds(3)
        }
        let instant = bench.clock.now + .seconds(20)
        _ = try await bench.answer(to: .items, until: Deadline(at: instant))
        #expect(transport.requests.last?.timeout == .seconds(33))
        #expect(transport.requests.last?.connectTimeout == .seconds(3))
        #expect(transport.requests.last?.deadline == instant)
    }

    private static let passing: [HTTPError.Kind] = [
        .nameResolution, .connect("refused"), .timeout(.connect), .timeout(.total), .timeout(.stall), .connectionLost,
        .truncated,
    ]

    @Test(arguments: passing)
    func `what may pass is tried again`(_ kind: HTTPError.Kind) async throws {
        let transport = ScriptedTransport(.error(kind), .error(kind), .answer(200, [:], "there"))
        let bench = try SendingBench(transport)
        #expect(try await bench.answer(to: .items).text == "there")
        #expect(bench.clock.waits == [.milliseconds(200), .milliseconds(400)])
        #expect(bench.environment.activity.requests == 3)
        #expect(bench.environment.activity.retries == 2)
        #expect(bench.messages.all.count == 2)
        #expect(bench.messages.all.first?.hasSuffix("; retry 1 of 5 in 0.2 s") == true)
    }

    @Test(
        arguments: [
            .tls("expired"), .invalidURL("no"), .protocol("no"), .tooManyRedirects(limit: 10), .redirect("away"),
            .other("no"),
        ] as [HTTPError.Kind])
    func `what does not pass is not`(_ kind: HTTPError.Kind) async throws {
        let transport = ScriptedTransport(.error(kind))
        let bench = try SendingBench(transport)
        let fault = await bench.fault(.items)
        #expect(fault?.failure?.mayRetry == false)
        #expect(fault?.failure?.message.hasPrefix("GET https://api.example.com/v1/items: ") == true)
        #expect(transport.requests.count == 1)
    }

    @Test func `the last failure is told when retries are used up`() async throws {
        let transport = ScriptedTransport(.error(.connectionLost))
        let bench = try SendingBench(transport) { $0.http.maximumRetries = 3 }
        let failure = await bench.fault(.items)?.failure
        #expect(failure?.kind == .source && failure?.mayRetry == true)
        #expect(transport.requests.count == 4)
    }

    @Test(arguments: [RequestMethod.post, .put, .patch, .delete])
    func `what may have an effect is repeated only if it was not sent, or may be`(_ method: RequestMethod) async throws
    {
        let sent = ScriptedTransport(.error(.connectionLost, wasSent: true))
        _ = try await SendingBench(sent).fault(RequestDraft(method, url: "https://api.example.com/v1"))
        #expect(sent.requests.count == 1)
        let unsent = ScriptedTransport(.error(.connect("refused"), wasSent: false))
        _ = try await SendingBench(unsent).fault(RequestDraft(method, url: "https://api.example.com/v1"))
        #expect(unsent.requests.count == 6)
        _ = try await SendingBench(sent).fault(
            RequestDraft(method, url: "https://api.example.com/v1", isSafeToRepeat: true))
        #expect(sent.requests.count == 7)
    }

    @Test(arguments: [
        (429, [:], 6), (503, ["Retry-After": "1"], 6), (503, [:], 1), (500, [:], 1), (403, ["Retry-After": "1"], 6),
        (403, ["X-RateLimit-Remaining": "0"], 6), (403, [:], 1),
    ])
    func `a POST is repeated after an answer only where that refused it`(
        _ status: Int, _ headers: [String: String], _ count: Int
    ) async throws {
        let transport = ScriptedTransport(.answer(status, headers))
        _ = try await SendingBench(transport).fault(RequestDraft(.post, url: "https://api.example.com/v1"))
        #expect(transport.requests.count == count)
    }

    @Test func `a deadline that is too near ends the waiting before it begins`() async throws {
        let transport = ScriptedTransport(.error(.connectionLost))
        let bench = try SendingBench(transport) { $0.http.backoff.initial = .seconds(10) }
        let deadline = Deadline(at: bench.clock.now + .seconds(5))
        #expect(await bench.fault(.items, until: deadline) == .outOfTime(resumeAfter: nil))
        #expect(bench.clock.elapsed == .zero)

        let limited = ScriptedTransport(.answer(429, ["Retry-After": "30"]))
        let other = try SendingBench(limited)
        let near = Deadline(at: other.clock.now + .seconds(5))
        #expect(await other.fault(.items, until: near) == .outOfTime(resumeAfter: .seconds(30)))
        #expect(other.clock.elapsed == .zero)
        // It holds back every other request too, and says until when.
        other.clock.advance(by: .seconds(2))
        #expect(await other.fault(.items, until: near) == .outOfTime(resumeAfter: .seconds(28)))
        #expect(limited.requests.count == 1)
    }

    @Test(arguments: [
        ["Retry-After": "31536000"], ["Retry-After": "Sat, 21 Nov 2099 12:00:00 GMT"],
        ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"],
    ])
    func `without a deadline nobody waits longer than an hour for a server`(_ headers: [String: String]) async throws {
        let transport = ScriptedTransport(.answer(429, headers))
        let bench = try SendingBench(transport)
        for _ in 0..<2 {
            let failure = await bench.fault(.items)?.failure
            #expect(failure?.kind == .rateLimit && failure?.mayRetry == true)
            #expect(failure?.message.hasSuffix("the server asks to wait 365 days") == true)
        }
        #expect(transport.requests.count == 1)
        #expect(bench.clock.elapsed < .seconds(1))
    }

    @Test func `with a deadline, or up to an hour, it is waited for`() async throws {
        let longer = ScriptedTransport(.answer(429, ["Retry-After": "5400"]), .answer(200, [:], "{}"))
        let bench = try SendingBench(longer)
        #expect(await bench.fault(.items, until: Deadline(at: bench.clock.now + .seconds(7200))) == nil)
        #expect(bench.clock.elapsed == .seconds(5400))
        let hour = ScriptedTransport(.answer(429, ["Retry-After": "3600"]), .answer(200, [:], "{}"))
        #expect(try await SendingBench(hour).fault(.items) == nil)
    }

    @Test func `a timeout at the deadline is the deadline`() async throws {
        let transport = ScriptedTransport(.error(.timeout(.total)))
        let bench = try SendingBench(transport)
        let deadline = Deadline(at: bench.clock.now + .milliseconds(5))
        #expect(await bench.fault(.items, until: deadline) == .outOfTime(resumeAfter: nil))
    }

    @Test func `a pulled deadline ends a request that is under way`() async throws {
        let deadline = Deadline()
        let transport = ScriptedTransport { _, _ in
            deadline.pull()
            try? await Task.sleep(for: .seconds(60))
            return .answer(200)
        }
        let bench = try SendingBench(transport)
        #expect(await bench.fault(.items, until: deadline) == .stopped)
        #expect(await bench.fault(.items, until: deadline) == .stopped)
        #expect(transport.requests.count == 1)
    }

    @Test func `retry-After holds back all requests, and is honoured beyond the longest back-off`() async throws {
        let transport = ScriptedTransport(.answer(429, ["Retry-After": "90.5"]), .answer(200, [:], "{}"))
        let bench = try SendingBench(transport)
        #expect(await bench.fault(.items) == nil)
        #expect(bench.clock.waits == [.milliseconds(90_500)])
        #expect(bench.environment.activity.waited > .zero)
    }

    @Test func `the answer's own limits slow requests down before they are refused`() async throws {
        let transport = ScriptedTransport(
            .answer(200, ["X-RateLimit-Remaining": "2", "X-RateLimit-Reset": "10", "X-RateLimit-Limit": "100"], "{}"),
            .answer(200, ["X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "5", "X-RateLimit-Limit": "100"], "{}"),
            .answer(200, ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "5", "X-RateLimit-Limit": "100"], "{}"),
            .answer(200, [:], "{}"))
        let bench = try SendingBench(transport)
        for _ in 0..<4 { #expect(await bench.fault(.items) == nil) }
        #expect(bench.clock.waits == [.seconds(5), .seconds(5)])
    }

    @Test(arguments: [
        (401, Failure.Kind.auth, false), (403, .auth, false), (404, .source, false), (418, .source, false),
        (429, .rateLimit, true), (500, .source, true), (501, .source, true), (302, .source, false),
    ])
    func `statuses are classified`(_ status: Int, _ kind: Failure.Kind, _ mayRetry: Bool) async throws {
        let transport = ScriptedTransport(.answer(status, [:], "no"))
        let bench = try SendingBench(transport) { $0.http.maximumRetries = 0 }
        let failure = await bench.fault(.items)?.failure
        #expect(failure?.kind == kind)
        #expect(failure?.mayRetry == mayRetry)
        #expect(failure?.message.hasPrefix("GET https://api.example.com/v1/items: HTTP \(status)") == true)
        #expect(await bench.fault(.items, expecting: [status]) == nil)
    }

    @Test func `a 403 that means too much is a rate limit`() async throws {
        for headers in [["X-RateLimit-Remaining": "0"], ["Retry-After": "60"]] {
            let transport = ScriptedTransport(.answer(403, headers))
            #expect(try await SendingBench(transport).fault(.items)?.failure?.kind == .rateLimit)
            #expect(transport.requests.count == 6)
        }
    }

    @Test(arguments: [
        (#"{"message": "no such bird"}"#, "no such bird"), (#"{"error": "invalid_client"}"#, "invalid_client"),
        (#"{"error": "invalid_client", "error_description": "who?"}"#, "invalid_client: who?"),
        (#"{"error": {"message": "no such bird", "type": "x"}}"#, "no such bird"),
        (#"{"errors": [{"message": "no such bird"}]}"#, "no such bird"), (#"{"errors": ["one", "two"]}"#, "one"),
        (#"{"detail": "no such bird"}"#, "no such bird"), (#"[{"message": "no such bird"}]"#, "no such bird"),
        (#"{"code": 7}"#, #"{"code":7}"#), ("no\n such\tbird ", "no such bird"),
        ("<!DOCTYPE html><html><head><Title>Bad\nGateway</title></head>", "Bad Gateway"),
        (#"{"message": "\#(String(repeating: "x", count: 500))"}"#, String(repeating: "x", count: 200) + "…"),
    ])
    func `what the answer says is told in a few words`(_ body: String, _ words: String) async throws {
        let bench = try SendingBench(ScriptedTransport(.answer(404, [:], body)))
        #expect(
            await bench.fault(.items)?.failure?.message
                == "GET https://api.example.com/v1/items: HTTP 404 Not Found: \(words)")
    }

    @Test func `a page that says nothing is not shown`() async throws {
        for body in ["", "  ", "<html><body><p>", "<html><title></title>"] {
            let bench = try SendingBench(ScriptedTransport(.answer(404, [:], body)))
            #expect(
                await bench.fault(.items)?.failure?.message
                    == "GET https://api.example.com/v1/items: HTTP 404 Not Found")
        }
    }

    @Test func `secrets are nowhere in a failure or message`() async throws {
        let bench = try SendingBench(
            ScriptedTransport(.error(.timeout(.total)), .answer(400, [:], #"{"message": "key s3cret/key is bad"}"#)),
            secrets: ["s3cret/key", "paths3cret"])
        var draft = RequestDraft(.get, url: "https://user:passw0rd@api.example.com/paths3cret?key=s3cret%2Fkey")
        draft.parameters = [.init(name: "signature", text: "abcdef")]
        let message = try #require(await bench.fault(draft)?.failure?.message)
        #expect(
            message
                == "GET https://***@api.example.com/***?key=***&signature=***: HTTP 400 Bad Request: key *** is bad")
        #expect(bench.messages.all.allSatisfy { !$0.contains("s3cret") && !$0.contains("passw0rd") })
    }

    @Test func `a document that breaks off is asked for again, one that is none is not`() async throws {
        let cut = ScriptedTransport(.answer(200, [:], #"{"a": ["#), .answer(200, [:], #"{"a": [1]}"#))
        let document = try await SendingBench(cut).requester.document(for: .items, until: Deadline()).document
        #expect(document?.root["a"]?[0]?.int64 == 1)
        let broken = ScriptedTransport(.answer(200, [:], #"{"a": x}"#))
        #expect(try await SendingBench(broken).fault(.items)?.failure?.kind == .data)
        #expect(broken.requests.count == 1)
        let text = ScriptedTransport(.answer(200, ["Content-Type": "text/plain"], "fine"), .answer(204))
        let bench = try SendingBench(text)
        for _ in 0..<2 { #expect(try await bench.requester.document(for: .items, until: Deadline()).document == nil) }
    }

    @Test func `a URL that is none is a failure of the configuration`() async throws {
        let bench = try SendingBench(ScriptedTransport(.answer(200)))
        #expect(await bench.fault(RequestDraft(.get, url: "ftp://x"))?.failure?.kind == .config)
    }
}
