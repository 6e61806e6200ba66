import Foundation
import JSON
import TestSupport
import Testing

/// The built `bootstrap` and a Runtime API that does what it likes.
@Suite struct ConversationTests {
    private static let specification = #"{"action":"spec","connector":"stripe"}"#

    /// Runs a function until it has taken every step, and ends it.
    private func serve(_ runtime: ScriptedRuntime) throws -> RunningFunction {
        let function = try RunningFunction(at: runtime.address)
        #expect(runtime.waitUntilIdle())
        function.send(SIGTERM)
        #expect(function.end() == -SIGTERM, "\(function.errorText)")
        return function
    }

    @Test func `an extension is registered first, and one connection carries all invocations`() throws {
        let runtime = try ScriptedRuntime(Array(repeating: .event(Self.specification), count: 20))
        _ = try serve(runtime)
        let targets = runtime.calls.map(\.request.target)
        #expect(targets.first == "/2020-01-01/extension/register")
        #expect(runtime.calls.first?.request.headers["lambda-extension-name"] == "curlew")
        #expect(runtime.calls.first?.body == #"{"events":[]}"#)
        #expect(targets.contains("/2020-01-01/extension/event/next"))
        let calls = runtime.runtimeCalls
        #expect(calls.count == 41)
        #expect(Set(calls.map(\.connection)).count == 1)
        let expected = (1...20).flatMap {
            ["/2018-06-01/runtime/invocation/next", "/2018-06-01/runtime/invocation/request-\($0)/response"]
        }
        #expect(calls.dropLast().map(\.request.target) == expected)
        for post in runtime.posts {
            #expect(try JSONValue.parse(post.body)["type"] == "SPEC", "\(post.body.prefix(200))")
        }
    }

    @Test(arguments: [ScriptedRuntime.Reply.status("404 Not Found"), .silence])
    func `where extensions are unknown all goes on without`(_ answer: ScriptedRuntime.Reply) throws {
        let runtime = try ScriptedRuntime([.event(Self.specification)], extensions: answer)
        _ = try serve(runtime)
        #expect(runtime.posts.map(\.kind) == ["response"])
    }

    @Test func `the demo needs no API here either`() throws {
        let event = #"{"connector": "demo", "streams": ["regions"], "format": "json", "config": {"regions": 3}}"#
        let runtime = try ScriptedRuntime([.event(event), .event(event)])
        _ = try serve(runtime)
        for post in runtime.posts {
            let answer = try JSONValue.parse(post.body)
            #expect(answer["status"] == "SUCCEEDED", "\(post.body.prefix(500))")
            #expect(answer["records"]?.array?.count == 3)
        }
        #expect(runtime.posts.count == 2)
    }

    @Test func `a connection that is lost is replaced, whenever that happens`() throws {
        let runtime = try ScriptedRuntime(
            [
                .silence, .event(Self.specification), .brokenOff, .garbage, .event(Self.specification),
                .event(Self.specification),
            ], replies: [.status("202 Accepted"), .silence])
        _ = try serve(runtime)
        // The second answer was lost, and so is sent twice.
        let posts = runtime.runtimeCalls.filter { $0.request.method == "POST" }.map(\.request.target)
        #expect(
            posts.map { $0.split(separator: "/")[3] } == ["request-2", "request-5", "request-5", "request-6"],
            "\(posts)")
        #expect(runtime.posts.allSatisfy { $0.kind == "response" })
    }

    @Test(arguments: ["400 Bad Request", "403 Forbidden"])
    func `an answer that comes too late is not the end`(_ status: String) throws {
        let runtime = try ScriptedRuntime(
            [.event(Self.specification), .event("{}"), .event(Self.specification)],
            replies: [.status(status), .status(status)])
        _ = try serve(runtime)
        #expect(runtime.posts.map(\.kind) == ["response", "error", "response"])
    }

    @Test func `a Runtime API that fails ends the process with a message`() throws {
        for runtime in [
            try ScriptedRuntime([.event(Self.specification)], replies: [.status("500 Internal Server Error")]),
            try ScriptedRuntime([.event("{}")], replies: [.status("500 Internal Server Error")]),
            try ScriptedRuntime([.status("500 Internal Server Error")]),
        ] {
            let function = try RunningFunction(at: runtime.address)
            #expect(function.end() == 1)
            let message = function.errorText
            #expect(message.hasPrefix("bootstrap: the Runtime API "), "\(message)")
            #expect(message.contains(" 500"), "\(message)")
        }
    }

    @Test func `without a Runtime API there is a message`() throws {
        let lost = try RunningFunction(at: nil)
        #expect(lost.end() == 1)
        #expect(lost.errorText.hasPrefix("bootstrap: AWS_LAMBDA_RUNTIME_API is not set"))
        let refused = try RunningFunction(at: "127.0.0.1:\(ScriptedServer.unusedPort())")
        #expect(refused.end() == 1)
        #expect(refused.errorText.hasPrefix("bootstrap: cannot reach the Runtime API at 127.0.0.1:"))
        let unnamed = try RunningFunction(at: "nobody:x")
        #expect(unnamed.end() == 1)
        #expect(unnamed.errorText == "bootstrap: AWS_LAMBDA_RUNTIME_API is no address: nobody:x\n")
    }

    @Test func `a function that cannot begin says so before it waits`() throws {
        let runtime = try ScriptedRuntime([])
        let function = try RunningFunction(at: runtime.address, ["CURLEW_LOG_LEVEL": "loud"])
        #expect(function.end() == 1)
        #expect(runtime.calls.map(\.request.target) == ["/2018-06-01/runtime/init/error"])
        let error = try JSONValue.parse(runtime.calls.first?.body ?? "")
        #expect(error["errorType"] == "Function.Config")
        #expect(error["errorMessage"] == "CURLEW_LOG_LEVEL must be `debug`, `info`, `warn` or `error`")
        #expect(runtime.calls.first?.request.headers["lambda-runtime-function-error-type"] == "Function.Config")
        #expect(function.errorText == "bootstrap: CURLEW_LOG_LEVEL must be `debug`, `info`, `warn` or `error`\n")
    }

    @Test func `events may be large, and come in pieces`() throws {
        let filling = String(repeating: "x", count: 6 << 20)
        let large = #"{"action":"spec","connector":"stripe","format":"\#(filling)"}"#
        let runtime = try ScriptedRuntime([
            .event(large), .chunked(large, by: 70_000), .chunked(Self.specification, by: 1),
            .event(#"{"action":"spec","connector":"stripe"}"# + String(repeating: " ", count: 6 << 20)),
        ])
        _ = try serve(runtime)
        #expect(runtime.posts.map(\.kind) == ["error", "error", "response", "response"])
        #expect(runtime.posts.allSatisfy { $0.body.utf8.count < 100_000 })
    }
}
