import Foundation
import JSON
import TestSupport
import Testing

/// What an invocation of the built `bootstrap` finds from those before it.
@Suite struct WarmReuseTests {
    @Test func `invocations share connections and tokens`() throws {
        let meadow = try Meadow(pages: 3)
        let event = meadow.event(token: true)
        let runtime = try ScriptedRuntime(Array(repeating: .event(event), count: 10))
        let function = try RunningFunction(at: runtime.address)
        #expect(runtime.waitUntilIdle())
        function.send(SIGTERM)
        _ = function.end()
        #expect(runtime.posts.count == 10)
        for post in runtime.posts {
            #expect(try JSONValue.parse(post.body)["records"]?.array?.count == 30, "\(post.body.prefix(500))")
        }
        #expect(meadow.tokenCount == 1)
        // One request may overtake another, which then has a connection of its own: both are kept.
        #expect(meadow.connectionCount <= 2)
    }

    @Test func `another configuration has tokens of its own`() throws {
        let (meadow, other) = (try Meadow(pages: 1), try Meadow(pages: 1))
        let events = [meadow, other, meadow, other].map { $0.event(token: true) }
        let runtime = try ScriptedRuntime(events.map { .event($0) })
        let function = try RunningFunction(at: runtime.address)
        #expect(runtime.waitUntilIdle())
        function.send(SIGTERM)
        _ = function.end()
        #expect(meadow.tokenCount == 1)
        #expect(other.tokenCount == 1)
        #expect(runtime.posts.allSatisfy { $0.kind == "response" && !$0.body.contains("token-1") })
    }
}
