import TestSupport
import Testing

@testable import LambdaRuntime

/// Answers of a Runtime API as they come over the wire.
@Suite struct AnswerReadingTests {
    private struct Seen: Equatable {
        var status: Int
        var body: String
        var keepsConnection: Bool
    }

    /// What is read of an answer, after which the connection is closed.
    private func read(_ text: String) throws -> Result<Seen, ConnectionFault> {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send(text)
        }
        do throws(ConnectionFault) {
            var connection = try Connection(to: "127.0.0.1:\(server.port)")
            try connection.send(Request(method: "GET", path: "/").bytes(host: "127.0.0.1"))
            let answer = try Answer(from: &connection)
            return .success(
                Seen(
                    status: answer.status, body: String(decoding: answer.body, as: UTF8.self),
                    keepsConnection: answer.keepsConnection))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", Seen(status: 200, body: "ab", keepsConnection: true)),
        ("HTTP/1.1 200\ncontent-LENGTH:\t2 \n\nabc", Seen(status: 200, body: "ab", keepsConnection: true)),
        ("HTTP/1.1 204 No Content\r\n\r\n", Seen(status: 204, body: "", keepsConnection: true)),
        ("HTTP/1.1 202 Accepted\r\n\r\n", Seen(status: 202, body: "", keepsConnection: false)),
        (
            "HTTP/1.1 202 Accepted\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n",
            Seen(status: 202, body: "", keepsConnection: false)
        ),
        ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", Seen(status: 200, body: "a", keepsConnection: false)),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nA;x=y\r\n0123456789\r\n1 \r\n!\r\n0\r\n\r\n",
            Seen(status: 200, body: "0123456789!", keepsConnection: true)
        ),
    ])
    private func `answers are read`(_ text: String, _ expected: Seen) throws {
        #expect(try read(text).get() == expected)
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "220 ESMTP\r\n", "HTTP/1.1 twohundred\r\n\r\n",
        "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        String(repeating: "x", count: 70_000),
    ])
    func `what is damaged or endless is a fault`(_ text: String) throws {
        let answer = try read(text)
        #expect(throws: ConnectionFault.self) { try answer.get() }
    }
}
