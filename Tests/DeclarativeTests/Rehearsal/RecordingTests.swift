import Connector
import Crypto
import Foundation
import HTTPClient
import JSON
import Templates
import TestSupport
import Testing

@testable import Declarative

@Suite struct RecordingTests {
    private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("curlew-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    private func lines(_ folder: String) throws -> [JSONValue] {
        try text(of: folder + "/exchanges.jsonl").split(separator: "\n").map { try .parse(String($0)) }
    }

    @Test func `an exchange is one line`() async throws {
        try await withFolder { folder in
            let secrets = Secrets(["s3cret", "4711471"])
            let headers = [
                "Content-Type": "application/json", "Content-Length": "7", "X-Id": "a s3cret", "Set-Cookie": "c",
            ]
            let inner = ScriptedTransport(.answer(201, headers, #"{ "a": [1, "s3cret", 4711471, 1.50] }"#))
            let transport = try RecordingTransport(inner, folder: folder, secrets: secrets)
            var request = HTTPRequest(
                .post, try HTTPURL("https://user:pw@api.example.com/s3cret?key=s3cret&b=2"),
                body: Array(#"{"q":"s3cret"}"#.utf8))
            request.headers = [
                HTTPHeader("Authorization", "Bearer x"), HTTPHeader("X-Own", "y", isCredential: true),
                HTTPHeader("Accept", "*/*"),
            ]
            _ = try await transport.answer(to: request, collecting: 1000)
            #expect(
                try text(of: folder + "/exchanges.jsonl") == """
                    {"request":{"method":"POST","url":"https://***@api.example.com/***?key=***&b=2","headers":\
                    {"Authorization":"***","X-Own":"***","Accept":"*/*"},"body":{"q":"***"}},\
                    "response":{"status":201,"headers":{"Content-Type":"application/json","Set-Cookie":"***","X-Id":"a ***"},\
                    "body":{"a":[1,"***","***",1.5]}}}

                    """)
        }
    }

    @Test(arguments: [
        (#"{"a": {"b": [1, 2.5, null, "x"]}}"#, "json"), ("[]", "json"), ("7", "text"), (#""text""#, "text"),
        (#"{"a": 1, "a": 2}"#, "text"), (#"{"a": 12345678901234567890123}"#, "json"), ("a,b\n1,2\n", "text"),
        ("{", "text"),
        ("é\u{0}\r\n", "text"),
    ])
    func `bodies are written down as people read them, and nothing is lost`(_ body: String, _ form: String) async throws
    {
        try await withFolder { folder in
            let inner = ScriptedTransport(.answer(200, ["Content-Type": "x/y"], body))
            let request = HTTPRequest(.get, try HTTPURL("https://api.example.com/"))
            _ = try await RecordingTransport(inner, folder: folder, secrets: Secrets()).answer(
                to: request, collecting: 1000)
            let written = try #require(try lines(folder).first?["response"]?["body"])
            #expect((written.string == nil) == (form == "json"))
            let replay = try ReplayTransport(path: folder, secrets: Secrets())
            let answer = try await replay.answer(to: request, collecting: 1000)
            #expect(answer.head.headers["content-type"] == "x/y")
            guard case .whole(let bytes) = answer.takeBody() else { return }
            let text = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            if form == "json" { #expect(try JSONValue.parse(text) == .parse(body)) } else { #expect(text == body) }
        }
    }

    @Test func `bytes that are no text survive, and streams are recorded whole`() async throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer("200 OK", ["Content-Type: application/pdf"], body: bytes) }
        }
        try await withFolder { folder in
            let request = HTTPRequest(.get, try HTTPURL(server.url("/")))
            let live = LiveTransport(HTTPSession(.init(userAgent: "curlew/test")))
            for isReplay in [false, true] {
                let transport: any Transport =
                    isReplay
                    ? try ReplayTransport(path: folder + "/exchanges.jsonl", secrets: Secrets())
                    : try RecordingTransport(live, folder: folder, secrets: Secrets())
                guard case .stream(var stream) = try await transport.answer(to: request, collecting: 10).takeBody()
                else {
                    Issue.record("not a stream")
                    return
                }
                var received: [UInt8] = []
                var piece = PaddedBytes()
                while try await stream.next(into: &piece) { received += piece.withUnsafeBytes { Array($0) } }
                #expect(received == bytes)
                #expect(try lines(folder).count == 1)
            }
        }
    }

    @Test func `a body larger than a recording holds is a clear failure`() async throws {
        let server = try ScriptedServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
            while peer.send([UInt8](repeating: 7, count: 1 << 20)) {}
        }
        try await withFolder { folder in
            let transport = try RecordingTransport(LiveTransport(), folder: folder, secrets: Secrets())
            var request = HTTPRequest(.get, try HTTPURL(server.url("/big")))
            request.maximumBodySize = .max
            let large = request
            let error = await #expect(throws: HTTPError.self) {
                let answer = try await transport.answer(to: large, collecting: 10)
                _ = answer.head
            }
            #expect(
                error?.description
                    == "GET \(server.url("/big")): the answer is larger than the 64 MB that a recording may hold")
        }
    }

    @Test func `no token that was obtained is written down, and a recording with tokens replays`() async throws {
        try await withFolder { folder in
            let endpoint = TokenEndpoint(extra: [
                "refresh_token": "refresh", "expires_in": 3600, "token_type": "bearer",
                "instance": "https://x.example.com",
            ])
            let inner = ScriptedTransport { _, request in await endpoint.reply(request) }
            let authentication = Authentication.refreshToken(
                Authentication.RefreshToken(
                    tokenURL: try .test("https://auth.example.com/token"), clientID: try .test("me"),
                    clientSecret: try .test("cl:s3cret"), refreshToken: try .test("refresh-0")))
            let secrets = Secrets()
            let bench = try SendingBench(
                RecordingTransport(inner, folder: folder, secrets: secrets), authentication: authentication)
            #expect(await bench.fault(.items) == nil)
            let written = try text(of: folder + "/exchanges.jsonl")
            for secret in ["token-1", "refresh-", "s3cret", "x.example.com"] { #expect(!written.contains(secret)) }
            #expect(written.contains(#""expires_in":3600"#) && written.contains(#""token_type":"bearer""#))
            #expect(written.contains("grant_type=refresh_token&refresh_token=***&client_id=me&client_secret=***"))
            let replay = try SendingBench(
                ReplayTransport(path: folder, secrets: Secrets()), authentication: authentication)
            #expect(await replay.fault(.items) == nil)
        }
    }

    @Test func `tokens that are numbers or stand in the header are not written down`() async throws {
        try await withFolder { folder in
            let headers = ["Content-Type": "application/json", "X-Session": "header-token", "Date": "today"]
            let inner = ScriptedTransport(
                .answer(200, headers, #"{"token":4711471147114711,"pin":0.5,"expiresIn":60,"ok":true}"#))
            let transport = try RecordingTransport(inner, folder: folder, secrets: Secrets())
            var request = HTTPRequest(.post, try HTTPURL("https://api.example.com/login"))
            request.answerIsCredential = true
            _ = try await transport.answer(to: request, collecting: 1000)
            let response = try #require(try lines(folder).first?["response"])
            #expect(response["body"] == ["token": "***", "pin": "***", "expiresIn": 60, "ok": true])
            #expect(
                response["headers"] == ["Content-Type": "application/json", "Date": "today", "X-Session": "***"])
        }
    }

    @Test func `recordings are added to, and a folder that cannot be made is a failure`() async throws {
        try await withFolder { folder in
            let request = HTTPRequest(.get, try HTTPURL("https://api.example.com/"))
            for _ in 0..<2 {
                let inner = ScriptedTransport(.answer(200))
                _ = try await RecordingTransport(inner, folder: folder, secrets: Secrets()).answer(
                    to: request, collecting: 10)
            }
            #expect(try lines(folder).count == 2)
            let failure = #expect(throws: Failure.self) {
                try RecordingTransport(LiveTransport(), folder: folder + "/a/b", secrets: Secrets())
            }
            #expect(failure?.message == "cannot write the recording \(folder)/a/b: No such file or directory")
        }
    }
}
