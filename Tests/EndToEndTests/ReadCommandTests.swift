import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// `curlew read`, `check` and `discover` as a script runs them, against an API on loopback.
@Suite struct ReadCommandTests {
    private func messages(_ output: String) throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    private func treeIDs(_ messages: [JSONValue]) -> [Int64] {
        messages.filter { $0["record"]?["stream"] == "trees" }.compactMap { $0["record"]?["data"]?["id"]?.int64 }
    }

    private func curlew(_ arguments: [String], output path: String? = nil) throws -> Finished {
        try run("curlew", arguments, output: path)
    }

    @Test func `reads all streams, and ends with a summary`() throws {
        try Orchard.with(pages: 3) { _, arguments in
            let result = try curlew(["read"] + arguments)
            #expect(result.status == 0)
            #expect(result.error == "")
            let messages = try messages(result.output)
            #expect(treeIDs(messages) == Array(1...30))
            #expect(messages.last?["summary"]?["status"] == "SUCCEEDED")
            #expect(messages.last?["summary"]?["total_records"] == 31)
            #expect(messages.dropLast().last?["type"] == "STATE")
        }
    }

    @Test func `a signal ends it after the page, and the state file goes on from there`() throws {
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let isReady = DispatchSemaphore(value: 0)
            try Orchard.with(pages: 400, beforePage: { if $0 == 3 { isReady.wait() } }) { folder, arguments in
                let arguments = ["read", "--state", folder + "/state.json"] + arguments
                let program = try RunningProgram("curlew", arguments)
                let secondPage = try program.read { $0["record"]?["data"]?["id"] == 20 }
                #expect(secondPage)
                program.send(signal)
                isReady.signal()
                isReady.signal()
                _ = try program.read { _ in false }
                #expect(try program.end() == 4)
                #expect(program.messages.last?["summary"]?["status"] == "INCOMPLETE")
                let read = treeIDs(program.messages)
                // More pages than can be read before the signal is taken.
                #expect(read.count < 4_000)
                let rest = try curlew(arguments)
                #expect(rest.status == 0)
                #expect(read + treeIDs(try messages(rest.output)) == Array(1...4_000))
            }
        }
    }

    @Test func `a second signal ends what cannot end in order`() throws {
        // One page is a megabyte, of which nobody reads more than the first record: it cannot be finished.
        try Orchard.with(pages: 1, kind: String(repeating: "x", count: 100_000)) { _, arguments in
            let program = try RunningProgram("curlew", ["read"] + arguments)
            let firstRecord = try program.read { $0["type"] == "RECORD" }
            #expect(firstRecord)
            #expect(try program.end(bySending: SIGINT) == -SIGINT)
        }
    }

    @Test(arguments: [false, true])
    func `a reader that goes away ends it quietly`(ignoresClosedPipes: Bool) throws {
        try Orchard.with(pages: 2_000) { _, arguments in
            let program = try RunningProgram(
                "curlew", ["read"] + arguments, ignoresClosedPipes: ignoresClosedPipes)
            let firstPage = try program.read { $0["type"] == "RECORD" }
            #expect(firstPage)
            try program.closeOutput()
            #expect(try program.end() == -SIGPIPE)
            #expect(try program.errorText() == "")
        }
    }

    @Test func `output that cannot be written is an error, and the state stays`() throws {
        try Orchard.with(pages: 2) { folder, arguments in
            let arguments = ["read", "--state", folder + "/state.json"] + arguments
            let result = try curlew(arguments, output: "/dev/full")
            #expect(result.status == 1)
            #expect(result.error.hasSuffix("curlew: cannot write to standard output: No space left on device\n"))
            let again = try curlew(arguments)
            #expect(again.status == 0)
            #expect(treeIDs(try messages(again.output)) == Array(1...20))
        }
    }

    @Test func `a wrong key fails, and no secret is told`() throws {
        try Orchard.with(pages: 1) { folder, right in
            let wrong = right.map { $0.replacing(Orchard.key, with: "sk_wrong_pears_456") }
            for command in ["read", "check"] {
                let result = try curlew([command] + wrong)
                #expect(result.status == 1)
                #expect(!(result.output + result.error).contains("sk_wrong_pears_456"))
            }
            for command in [["read", "--verbose", "--record", folder + "/recorded"], ["check"], ["discover"]] {
                let result = try curlew(command + right)
                #expect(result.status == 0)
                #expect(!(result.output + result.error).contains(Orchard.key))
            }
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder + "/recorded") {
                #expect(!(try text(of: "\(folder)/recorded/\(file)")).contains(Orchard.key))
            }
        }
    }

    @Test func `what was recorded is replayed without a network`() throws {
        try Orchard.with(pages: 2) { folder, arguments in
            let recorded = folder + "/recorded"
            let first = try curlew(["read", "--record", recorded] + arguments)
            let again = try curlew(["read", "--replay", recorded] + arguments)
            #expect(again.status == 0)
            #expect(try treeIDs(messages(again.output)) == treeIDs(messages(first.output)))
        }
    }

    @Test func `streams are discovered without a configuration, and schemas inferred with one`() throws {
        try Orchard.with(pages: 1) { folder, arguments in
            let bare = try curlew(["discover", "--connector", folder + "/orchard.yaml"])
            #expect(bare.status == 0)
            let streams = try JSONValue.parse(bare.output)["catalog"]?["streams"]
            #expect(streams?[0]?["source_defined_primary_key"] == [["id"]])
            let sampled = try curlew(["discover", "--sample", "5"] + arguments)
            let schema = try JSONValue.parse(sampled.output)["catalog"]?["streams"]?[0]?["json_schema"]
            #expect(schema?["properties"]?["kind"] == ["type": ["string", "null"]])
        }
    }

    @Test func `test compares what becomes of written answers`() throws {
        try Orchard.with(pages: 0) { folder, _ in
            let cases = folder + "/cassettes/orchard"
            try FileManager.default.createDirectory(atPath: cases, withIntermediateDirectories: true)
            try write(
                """
                config: { key: sk_any_cherries_789, url: "https://orchard.example.com" }
                exchanges:
                  - request: "https://orchard.example.com/trees?page=1"
                    response: { body: { data: [{ id: 1 }, { id: 2 }] } }
                  - request: /harvests
                    response: { body: { data: [{ id: 7, season: spring }] } }
                records:
                  trees: [{ id: 1 }, { id: 2 }]
                  harvests: [{ id: 7, season: spring }]
                """, to: cases + "/two-streams.yaml")
            let right = try curlew(["test", folder + "/orchard.yaml"])
            #expect(right.status == 0)
            #expect(right.error == "")
            #expect(try messages(right.output).map { $0["type"] } == ["TEST_RESULT", "TEST_SUMMARY"])

            try write(
                """
                {"config": {"key": "sk_any_cherries_789", "url": "https://orchard.example.com"},
                 "exchanges": [{"request": "/harvests", "response": {"status": 401, "body": "no sk_any_cherries_789"}}],
                 "records": {"harvests": []}}
                """, to: cases + "/refused.json")
            let wrong = try curlew(["test", folder + "/orchard.yaml"])
            #expect(wrong.status == 1)
            #expect(!wrong.output.contains("sk_any_cherries_789"))
            let results = try messages(wrong.output)
            #expect(results.map { ($0["test"] ?? $0["summary"])?["status"] } == ["FAILED", "SUCCEEDED", "FAILED"])
            #expect(results.first?["test"]?["difference"]?.string?.contains("401") == true)
        }
    }
}
