import Foundation
import JSON
import TestSupport
import Testing

/// A sync that is divided into shards and merged, action by action.
@Suite(.timeLimit(.minutes(2))) struct DivisionTests {
    private let common: JSONObject = [
        "connector": "demo", "config": ["regions": 5, "events": 100], "streams": ["events_by_region", "customers"],
        "output": "out", "state": "state.json",
    ]

    /// Lets the program act in a folder on an event, and returns what it answers.
    private func act(_ action: String, in folder: String, _ more: JSONObject = [:]) throws -> JSONValue {
        var event = common
        event["action"] = .string(action)
        for member in more { event[member.key] = member.value }
        return try answer(to: .object(event), in: folder)
    }

    private func answer(to event: JSONValue, in folder: String) throws -> JSONValue {
        try Data(event.description.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
        let finished = try run("curlew", ["run-local", "event.json", "--once", "--quiet"], in: folder)
        guard !finished.output.isEmpty else { return .string(finished.error) }
        return try JSONValue.parse(finished.output)
    }

    /// The events of the shards of a plan.
    private func shards(_ plan: JSONValue, in folder: String) throws -> [JSONValue] {
        let path = folder + "/" + (try #require(plan["plan"]?["url"]?.string))
        let items = try JSONValue.parse(PaddedBytes(Array(Data(contentsOf: URL(fileURLWithPath: path)))))
        return (items.array ?? []).map { item in
            var event = plan["event"]?.object ?? [:]
            for member in item.object ?? [:] { event[member.key] = member.value }
            return .object(event)
        }
    }

    private func merge(_ plan: JSONValue, in folder: String) throws -> JSONValue {
        try answer(to: try #require(plan["merge"]), in: folder)
    }

    private func state(in folder: String) throws -> JSONValue {
        try JSONValue.parse(PaddedBytes(Array(Data(contentsOf: URL(fileURLWithPath: folder + "/state.json")))))
    }

    @Test func `a plan, its shards and a merge come to what one run does`() throws {
        try withTemporaryFolder { folder in
            let plan = try act("plan", in: folder, ["shards": 3])
            #expect(plan["shards"] == 3)
            #expect(try act("plan", in: folder, ["shards": 9])["plan"] == plan["plan"])
            // Nobody else goes on meanwhile.
            #expect(try act("sync", in: folder).string?.contains("this sync is divided into shards") == true)
            var count: Int64 = 0
            for shard in try shards(plan, in: folder) {
                let answer = try answer(to: shard, in: folder)
                #expect(answer["done"] == true)
                count += answer["total_records"]?.int64 ?? 0
            }
            #expect(count == 2_100)
            let merged = try merge(plan, in: folder)
            #expect(merged["done"] == true)
            #expect(merged["missing"] == [])
            #expect(try state(in: folder)["sync"] == nil)
            // The answer may be lost, and the question asked again.
            #expect(try merge(plan, in: folder)["done"] == true)
            #expect(try act("sync", in: folder)["total_records"] == 0)
        }
    }

    @Test func `what is missing is said, and left to whoever goes on`() throws {
        try withTemporaryFolder { folder in
            let plan = try act("plan", in: folder, ["shards": 3])
            let shards = try shards(plan, in: folder)
            _ = try answer(to: shards[0], in: folder)
            let gone = try #require(shards[1]["state"]?.string)
            try FileManager.default.removeItem(atPath: folder + "/" + gone)
            let merged = try merge(plan, in: folder)
            #expect(merged["done"] == false)
            #expect(merged["status"] == "INCOMPLETE")
            #expect(merged["missing_count"] == 2)
            #expect(merged["missing"]?.array?.map { $0["reason"] }.first == "its state is gone")
            let late = try answer(to: shards[2], in: folder)
            #expect(late.string?.contains("was merged, so that it is over") == true)
            let rest = try answer(to: try #require(merged["resume"]), in: folder)
            #expect(rest["done"] == true)
            #expect(try state(in: folder)["sync"] == nil)
            #expect(try act("sync", in: folder)["total_records"] == 0)
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder + "/out")
            #expect(files.contains { $0.hasSuffix(".parquet") })
        }
    }

    @Test func `a shard that is being read is not merged`() throws {
        try withTemporaryFolder { folder in
            let plan = try act("plan", in: folder, ["shards": 3])
            let state = try #require(try shards(plan, in: folder).first?["state"]?.string)
            let words = state.split(separator: "/").map(String.init)
            let lock = open(
                ([folder] + words.dropLast() + [".\(words.last ?? "").lock"]).joined(separator: "/"), O_RDWR | O_CREAT,
                0o600)
            #expect(flock(lock, LOCK_EX) == 0)
            #expect(try merge(plan, in: folder).string?.contains("another run has this state") == true)
            close(lock)
            #expect(try merge(plan, in: folder)["done"] == false)
        }
    }

    @Test func `what is no plan is refused`() throws {
        try withTemporaryFolder { folder in
            let missing = try act("merge", in: folder, ["plan": "nowhere.json"])
            #expect(missing.string?.contains("there is no plan at nowhere.json") == true)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/odd.json"))
            #expect(try act("merge", in: folder, ["plan": "odd.json"]).string?.contains("odd.json is no plan") == true)
            let both = try run("curlew", ["run-local", "event.json", "--once", "--fan-out", "2"], in: folder)
            #expect(both.status == 2)
            #expect(both.error.contains("exclude each other"))
            let merge = try run("curlew", ["run-local", "event.json", "--fan-out", "2"], in: folder)
            #expect(merge.status == 2)
            #expect(merge.error.contains("the event asks for another action"))
        }
    }

    @Test func `a plan takes no longer than its budget`() throws {
        try withTemporaryFolder { folder in
            let answer = try act(
                "plan", in: folder,
                [
                    "budget": ["max_seconds": .double(0.3)], "config": ["regions": 5, "latency_ms": 2_000],
                    "state": .null,
                ])
            #expect(answer.string?.contains("there is no time to find all of its slices") == true, "\(answer)")
        }
    }

    @Test func `of a chain whose answers have the records, every answer is shown`() throws {
        try withTemporaryFolder { folder in
            let event = #"{"connector": "demo", "streams": ["events"], "config": {"events": 40000}}"#
            try Data(event.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
            let finished = try run("curlew", ["run-local", "event.json", "--quiet"], in: folder)
            let answers = try finished.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
            #expect(answers.count > 1)
            #expect(answers.map { $0["done"] == true } == answers.indices.map { $0 == answers.count - 1 })
            #expect(answers.reduce(0) { $0 + ($1["records"]?.array?.count ?? 0) } == 40_000)
        }
    }

    @Test func `a stream that fails is not all that was asked for`() throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let isThere = request.target.hasPrefix("/plums")
                peer.answer(
                    isThere ? "200 OK" : "404 Not Found", ["Content-Type: application/json"],
                    text: #"[{"id":1},{"id":2}]"#)
            }
        }
        try withTemporaryFolder { folder in
            let streams: JSONValue = .array(
                ["plums", "pears"].map { name in
                    ["name": .string(name), "request": ["path": .string("/" + name)], "decoder": ["type": "json"]]
                })
            let event: JSONValue = [
                "connector": ["name": "orchard", "base_url": .string(server.url("")), "streams": streams],
                "output": "out", "state": "state.json",
            ]
            try Data(event.description.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
            let finished = try run("curlew", ["run-local", "event.json", "--fan-out", "2"], in: folder)
            #expect(finished.status == 3, "\(finished.error)")
            let answer = try JSONValue.parse(finished.output)
            #expect(answer["status"] == "PARTIAL")
            #expect(answer["total_records"] == 2)
        }
    }

    @Test func `processes that read shards end in order when the one that started them is killed`() throws {
        try withTemporaryFolder { folder in
            var event = common
            event["state"] = .string(folder + "/state.json")
            event["output"] = .string(folder + "/out")
            // Enough for minutes.
            event["config"] = ["regions": 6, "events": 60_000, "page_size": 10, "latency_ms": 50]
            try Data(JSONValue.object(event).description.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
            let program = try RunningProgram("curlew", ["run-local", folder + "/event.json", "--fan-out", "2"])
            let end = ContinuousClock.now + .seconds(20)
            while program.children.count < 2, .now < end { usleep(10_000) }
            let children = program.children
            #expect(children.count == 2)
            // They are to have written something.
            usleep(500_000)
            program.send(SIGKILL)
            func isAlive(_ child: pid_t) -> Bool {
                let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
                return status.map { !$0.contains(") Z ") } ?? false
            }
            while children.contains(where: isAlive), .now < end { usleep(10_000) }
            let left = children.filter(isAlive)
            #expect(left.isEmpty)
            for child in left { kill(child, SIGKILL) }
            // Only now, because it waits for those, too.
            #expect(try program.end() == -SIGKILL)
            // They have made durable what they had read.
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder + "/out")
            #expect(files.contains { $0.hasSuffix(".parquet") })
        }
    }

    @Test func `processes that fail are told of, and what they leave is read in the end`() throws {
        try withTemporaryFolder { folder in
            var event = common
            event["state"] = nil
            event["config"] = ["regions": 6, "events": 120, "page_size": 10]
            try Data(JSONValue.object(event).description.utf8).write(to: URL(fileURLWithPath: folder + "/event.json"))
            let finished = try run("curlew", ["run-local", "event.json", "--fan-out", "3"], in: folder)
            #expect(finished.status == 0, "\(finished.error)")
            #expect(finished.error.contains("2,120 records"))
            let answer = try JSONValue.parse(finished.output)
            #expect(answer["shards"] == 7)
            #expect(answer["state"]?["streams"]?["customers"]?["cursor"] != nil)
        }
    }
}
