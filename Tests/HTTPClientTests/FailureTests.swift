import CCurl
import Compression
import Glibc
import TestSupport
import Testing

@testable import HTTPClient

@Suite("Servers that break", .timeLimit(.minutes(1)))
struct FailureTests {
    let session = HTTPSession(.init(userAgent: "curlew/test"))

    /// What a request to a server that sends `bytes` and closes ends with, collected and as a stream.
    private func failures(
        of bytes: [UInt8], resets: Bool = false, adjusting adjust: (inout HTTPRequest) -> Void = { _ in }
    ) async throws -> [HTTPError?] {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send(bytes)
            if resets { peer.reset() }
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/x?key=secret")))
        adjust(&request)
        let collected = await session.failure(of: request)
        let streamed = await session.streamFailure(of: request)
        for error in [collected, streamed] {
            #expect(error?.wasSent == true)
            #expect(error?.method == .get)
            #expect(error.map { "\($0)".hasPrefix("GET http://127.0.0.1:\(server.port)/x?key=***: ") } == true)
        }
        return [collected, streamed]
    }

    private func failures(of text: String, resets: Bool = false) async throws -> [HTTPError?] {
        try await failures(of: Array(text.utf8), resets: resets)
    }

    @Test(
        "Bodies that end too soon",
        arguments: [
            "Content-Length: 100\r\n\r\n0123456789", "Content-Length: 100\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\n012",
            "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n0\r\n", "Content-Length: 9000000000000000000\r\n\r\n0123",
        ])
    func truncated(_ rest: String) async throws {
        for resets in [false, true] {
            let answer = "HTTP/1.1 200 OK\r\n" + rest
            for error in try await failures(
                of: Array(answer.utf8), resets: resets, adjusting: { $0.maximumBodySize = .max })
            {
                #expect(error?.kind == .truncated)
            }
        }
    }

    @Test("Compressed bodies that break off in a complete message", arguments: [StreamFormat.gzip, .deflate, .zstd])
    func truncatedCoding(_ format: StreamFormat) async throws {
        let encoded = try compressed(Array("the curlew calls".utf8), format).dropLast(3)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(format.rawValue)\r\nContent-Length: \(encoded.count)\r\n\r\n"
        for error in try await failures(of: Array(head.utf8) + encoded) { #expect(error?.kind == .truncated) }
    }

    @Test(
        "Connections that end without an answer",
        arguments: ["", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 100 x\r\n\r\n"])
    func lost(_ answer: String) async throws {
        for resets in [false, true] {
            for error in try await failures(of: answer, resets: resets) { #expect(error?.kind == .connectionLost) }
        }
    }

    @Test(
        "Answers that are not HTTP",
        arguments: [
            "<html>\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\ntext",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 1001) + "\r\n",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A: " + String(repeating: "b", count: 9000) + "\r\n", count: 30)
                + "\r\n",
        ])
    func garbage(_ answer: String) async throws {
        for error in try await failures(of: answer) {
            #expect(error?.kind.name == "protocol")
        }
    }

    @Test("A body beyond the limit, promised or not, is stopped")
    func tooLarge() async throws {
        let chunk = "400\r\n" + String(repeating: "x", count: 1024) + "\r\n"
        let endless = try ScriptedServer { peer in
            guard let request = peer.readRequest() else { return }
            if request.target == "/promised" { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n") }
            if request.target == "/chunked" { peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") }
            if request.target == "/open" { peer.send("HTTP/1.1 200 OK\r\n\r\n") }
            while peer.send(chunk) {}
        }
        for path in ["/promised", "/chunked", "/open"] {
            var request = HTTPRequest(.get, try HTTPURL(endless.url(path)))
            request.maximumBodySize = 100_000
            #expect(await session.failure(of: request)?.kind == .tooLarge(limit: 100_000))
            let streamed = await session.streamFailure(of: request)
            #expect(streamed?.kind == .tooLarge(limit: 100_000))
        }
    }

    @Test("A decompression bomb is stopped", arguments: [StreamFormat.gzip, .zstd])
    func bomb(_ format: StreamFormat) async throws {
        let encoded = try compressed([UInt8](repeating: 0, count: 20_000_000), format)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(format.rawValue)\r\nContent-Length: \(encoded.count)\r\n\r\n"
        for error in try await failures(of: Array(head.utf8) + encoded, adjusting: { $0.maximumBodySize = 1_000_000 }) {
            #expect(error?.kind == .tooLarge(limit: 1_000_000))
        }
    }

    @Test("An answer that drips, or never comes, is cut by the time for everything")
    func timeouts() async throws {
        let server = try ScriptedServer { peer in
            guard let request = peer.readRequest() else { return }
            if request.target == "/drip" {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while peer.send("x") { usleep(10_000) }
            }
            _ = peer.waitForClose()
        }
        for path in ["/drip", "/never"] {
            var request = HTTPRequest(.get, try HTTPURL(server.url(path)))
            request.timeout = .milliseconds(150)
            let error = await session.failure(of: request)
            #expect(error?.kind == .timeout(.total))
            #expect(error?.wasSent == true)
            request.timeout = .seconds(60)
            request.deadline = .now + .milliseconds(150)
            #expect(await session.failure(of: request)?.kind == .timeout(.total))
            request.deadline = .now
            let late = await session.failure(of: request)
            #expect(late?.kind == .timeout(.total))
            #expect(late?.wasSent == false)
        }
    }

    @Test("A server that falls silent")
    func stall() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            _ = peer.waitForClose()
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        request.stallTimeout = .seconds(1)
        #expect(await session.failure(of: request)?.kind == .timeout(.stall))
    }

    @Test("Nobody listens; nobody has that name; nobody answers")
    func unreachable() async throws {
        let refused = try HTTPRequest(.get, HTTPURL("http://127.0.0.1:\(ScriptedServer.unusedPort())/"))
        let refusal = await session.failure(of: refused)
        #expect(refusal?.kind.name == "connect")
        #expect(refusal?.wasSent == false)

        let unknown = try HTTPRequest(.get, HTTPURL("http://curlew.invalid/"))
        let error = await session.failure(of: unknown)
        #expect(error?.kind == .nameResolution)
        #expect(error?.wasSent == false)

        let silent = try SilentListener()
        var request = try HTTPRequest(.get, HTTPURL("http://127.0.0.1:\(silent.port)/"))
        request.connectTimeout = .milliseconds(150)
        let timeout = await session.failure(of: request)
        #expect(timeout?.kind == .timeout(.connect))
        #expect(timeout?.wasSent == false)
    }

    @Test("Requests that cannot be sent; messages name the field and not its value")
    func invalid() async throws {
        let url = try HTTPURL("http://127.0.0.1:1/")
        let fields = [
            HTTPHeader("X-Key", "secret\r\nX: y"), HTTPHeader("X-Key", "secret\0"), HTTPHeader("X Key", "secret"),
            HTTPHeader("", "secret"), HTTPHeader("X:", "secret"), HTTPHeader("Content-Length", "1"),
            HTTPHeader("transfer-encoding", "chunked"),
        ]
        for field in fields {
            let error = await session.failure(of: HTTPRequest(.get, url, headers: [field]))
            #expect(error?.kind.name == "invalidRequest")
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
        #expect(HTTPMethod("GET /") == nil)
        #expect(HTTPMethod("") == nil)
    }
}

@Suite("What libcurl's codes mean")
struct TransferOutcomeTests {
    @Test("Texts with a URL in them are not passed on")
    func secrets() {
        let detail = "Unsupported proxy scheme for 'x://user:secret@proxy'"
        let failure = TransferOutcome(code: CURLE_COULDNT_CONNECT, detail: detail).failure
        #expect(!"\(failure.kind)".contains("secret"))
        #expect(TransferOutcome(code: CURLE_COULDNT_CONNECT, detail: "refused").failure.kind == .connect("refused"))
    }

    @Test("A connection that fails before it was ready sent nothing; one that fails later may have")
    func sent() {
        #expect(TransferOutcome(code: CURLE_RECV_ERROR, wroteRequest: true).failure.wasSent == false)
        #expect(TransferOutcome(code: CURLE_RECV_ERROR, wasConnected: true, wroteRequest: true).failure.wasSent)
        #expect(TransferOutcome(code: CURLE_RECV_ERROR, wasConnected: true).failure.wasSent == false)
        #expect(TransferOutcome(code: CURLE_HTTP2_STREAM, hasHead: true).failure.kind == .truncated)
        #expect(TransferOutcome(code: CURLE_HTTP2_STREAM, wasConnected: true).failure.kind == .connectionLost)
    }
}

@Suite("The file of CA certificates")
struct CertificateBundleTests {
    private func find(_ environment: [String: String], readable: Set<String>) throws(ExchangeFailure) -> String {
        try CertificateBundle(environment: { environment[$0] }, isReadable: { readable.contains($0) }).find()
    }

    @Test("The environment first, in order, then the usual places")
    func order() throws {
        let places: Set<String> = ["/a", "/b", "/c", "/etc/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt"]
        let all = ["SSL_CERT_FILE": "/a", "AWS_CA_BUNDLE": "/b", "CURL_CA_BUNDLE": "/c"]
        #expect(try find(all, readable: places) == "/a")
        #expect(try find(all.filter { $0.key != "SSL_CERT_FILE" }, readable: places) == "/b")
        #expect(try find(["SSL_CERT_FILE": "", "CURL_CA_BUNDLE": "/c"], readable: places) == "/c")
        #expect(try find([:], readable: places) == "/etc/ssl/certs/ca-certificates.crt")
        #expect(try find([:], readable: ["/etc/ssl/cert.pem"]) == "/etc/ssl/cert.pem")
    }

    @Test("A named file that is not there is an error, and so is none at all")
    func missing() throws {
        let named = #expect(throws: ExchangeFailure.self) {
            try find(["AWS_CA_BUNDLE": "/gone"], readable: ["/etc/ssl/cert.pem"])
        }
        #expect(named?.kind == .tls("AWS_CA_BUNDLE names a file that cannot be read: /gone"))
        #expect(throws: ExchangeFailure.self) { try find([:], readable: []) }
    }
}
