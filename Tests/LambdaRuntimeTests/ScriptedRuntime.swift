import Dispatch
import Foundation
import Synchronization
import TestSupport

/// The Runtime API as a script plays it: what it answers to each wait for an invocation, and to each post. It records every
/// request and the connection that it came by.
final class ScriptedRuntime: Sendable {
    /// What happens to a wait for an invocation.
    enum Step: Sendable {
        /// An event, with further fields in the head.
        case event(String, [String] = [])
        /// An event whose body comes in chunks of so many bytes.
        case chunked(String, by: Int)
        /// The connection is closed without an answer.
        case silence
        /// The connection is closed within the event.
        case brokenOff
        /// Bytes that are no HTTP, and then the connection is closed.
        case garbage
        /// An answer without an event.
        case status(String)
    }

    /// What happens to a post; without one, it is accepted.
    enum Reply: Sendable {
        case status(String)
        case silence
    }

    struct Call: Sendable {
        var connection: Int
        var request: ScriptedPeer.Request
        var body: String { String(decoding: request.body, as: UTF8.self) }
    }

    private struct State {
        var steps: [Step]
        var replies: [Reply]
        var connections = 0
        var invocations = 0
        var calls: [Call] = []
    }

    private let state: Mutex<State>
    private let idle = DispatchSemaphore(value: 0)
    private let extensions: Reply
    private let server = Mutex<ScriptedServer?>(nil)
    let deadline: Int64

    /// An API that serves the steps, and then lets the function wait. Posts are answered in the order of `replies`.
    init(
        _ steps: [Step], replies: [Reply] = [], extensions: Reply = .status("200 OK"), seconds: Int64 = 60
    ) throws {
        state = Mutex(State(steps: steps, replies: replies))
        self.extensions = extensions
        deadline = Int64(Date().timeIntervalSince1970 * 1000) + seconds * 1000
        let started = try ScriptedServer { [weak self] peer in
            guard let connection = self?.newConnection() else { return }
            while let request = peer.readRequest() {
                guard self?.answer(request, of: connection, to: peer) == true else { return }
            }
        }
        server.withLock { $0 = started }
    }

    var address: String { "127.0.0.1:\(server.withLock { $0?.port ?? 0 })" }

    /// All requests so far.
    var calls: [Call] { state.withLock { $0.calls } }
    /// Those for invocations, without extensions.
    var runtimeCalls: [Call] { calls.filter { $0.request.target.hasPrefix("/2018-06-01/runtime/") } }
    /// What was posted: `response`, `error` and the like, and the bodies.
    var posts: [(kind: String, body: String)] {
        runtimeCalls.filter { $0.request.method == "POST" }.map { call in
            (call.request.target.split(separator: "/").last.map(String.init) ?? "", call.body)
        }
    }

    /// Returns when the function waits and there is no step left; false when that takes more than a minute.
    func waitUntilIdle() -> Bool { idle.wait(timeout: .now() + 60) == .success }

    private func newConnection() -> Int {
        state.withLock { state in
            state.connections += 1
            return state.connections
        }
    }

    /// False when the connection is to be closed.
    private func answer(_ request: ScriptedPeer.Request, of connection: Int, to peer: ScriptedPeer) -> Bool {
        state.withLock { $0.calls.append(Call(connection: connection, request: request)) }
        switch request.target {
        case "/2018-06-01/runtime/invocation/next": return serveNext(to: peer)
        case "/2020-01-01/extension/register":
            return reply(extensions, ["Lambda-Extension-Identifier: 1b2c"], to: peer)
        case "/2020-01-01/extension/event/next": return !peer.waitForClose()
        default:
            let reply = state.withLock { $0.replies.isEmpty ? .status("202 Accepted") : $0.replies.removeFirst() }
            return self.reply(reply, [], to: peer)
        }
    }

    private func reply(_ reply: Reply, _ headers: [String], to peer: ScriptedPeer) -> Bool {
        guard case .status(let status) = reply else { return false }
        return peer.answer(status, headers)
    }

    private func serveNext(to peer: ScriptedPeer) -> Bool {
        let (step, number) = state.withLock { state in
            state.invocations += 1
            return (state.steps.isEmpty ? nil : state.steps.removeFirst(), state.invocations)
        }
        var headers = [
            "Lambda-Runtime-Aws-Request-Id: request-\(number)", "Lambda-Runtime-Deadline-Ms: \(deadline)",
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:curlew",
            "Content-Type: application/json",
        ]
        switch step {
        case nil:
            idle.signal()
            return !peer.waitForClose()
        case .event(let text, let more)?: return peer.answer("200 OK", headers + more, text: text)
        case .chunked(let text, let size)?:
            headers.append("Transfer-Encoding: chunked")
            peer.send("HTTP/1.1 200 OK\r\n" + headers.joined(separator: "\r\n") + "\r\n\r\n")
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let piece = rest.prefix(size)
                peer.send(Array("\(String(piece.count, radix: 16));a=b\r\n".utf8) + piece + Array("\r\n".utf8))
                rest = rest.dropFirst(size)
            }
            return peer.send("0\r\n\r\n")
        case .silence?: return false
        case .brokenOff?:
            peer.send(
                "HTTP/1.1 200 OK\r\n" + headers.joined(separator: "\r\n") + "\r\nContent-Length: 100\r\n\r\n{\"action\""
            )
            return false
        case .garbage?:
            peer.send("220 mail.example.com ESMTP\r\n")
            return false
        case .status(let status)?: return peer.answer(status)
        }
    }
}
