import Dispatch
import Foundation
import JSON
import TestSupport
import Testing

/// What happens when the sandbox of the built `bootstrap` ends.
@Suite struct EndingTests {
    @Test func `told to end, it makes durable what it has read, answers, and ends`() throws {
        try withTemporaryFolder { folder in
            let (reached, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let hasHung = Meadow.Counted()
            let meadow = try Meadow(pages: 1_000) { page in
                usleep(20_000)
                guard page == 15, hasHung.value == 0 else { return }
                // The page under way does not come.
                hasHung.increase()
                reached.signal()
                _ = released.wait(timeout: .now() + 20)
            }
            let event = meadow.event([
                "output": .string(folder + "/lake"), "state": .string(folder + "/state.json"),
            ])
            let runtime = try ScriptedRuntime([.event(event)])
            let function = try RunningFunction(at: runtime.address)
            #expect(reached.wait(timeout: .now() + 60) == .success)
            let start = ContinuousClock.now
            function.send(SIGTERM)
            #expect(function.end() == 0, "\(function.errorText)")
            released.signal()
            print("from SIGTERM to the end of the process: \(ContinuousClock.now - start)")

            #expect(runtime.posts.map(\.kind) == ["response"])
            let answer = try JSONValue.parse(runtime.posts.first?.body ?? "")
            #expect(answer["status"] == "INCOMPLETE")
            let before = answer["total_records"]?.int64 ?? 0
            // The one before it may have been on its way, too.
            #expect(before == 140 || before == 130)
            let state = try JSONValue.parse(try text(of: folder + "/state.json"))
            #expect(state["streams"]?["sheep"] != nil, "\(state)")

            // Another process goes on where the first has stopped, for two seconds.
            var next = JSONObject()
            next["output"] = .string(folder + "/lake")
            next["state"] = .string(folder + "/state.json")
            next["budget"] = ["max_seconds": 2, "reserve_ms": 200]
            let more = try ScriptedRuntime([.event(meadow.event(next))])
            let second = try RunningFunction(at: more.address)
            #expect(more.waitUntilIdle())
            second.send(SIGTERM)
            _ = second.end()
            let rest = try JSONValue.parse(more.posts.first?.body ?? "")["total_records"]?.int64 ?? 0
            #expect(rest > 0)
            let counts = try PythonServer.run("LambdaRuntimeTests/count_sheep.py", [folder + "/lake"])
            let sum = before + rest
            #expect(counts == "\(sum) \(sum) 1 \(sum)")
        }
    }

    @Test func `told to end while it waits, it ends at once`() throws {
        let runtime = try ScriptedRuntime([])
        let function = try RunningFunction(at: runtime.address)
        #expect(runtime.waitUntilIdle())
        function.send(SIGTERM)
        #expect(function.end() == -SIGTERM)
    }
}
