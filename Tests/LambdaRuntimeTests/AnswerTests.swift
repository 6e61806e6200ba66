import Foundation
import JSON
import TestSupport
import Testing

/// What the built `bootstrap` answers to events.
@Suite struct AnswerTests {
    /// Has a function serve the steps, and returns what it posted and the lines of its log.
    private func serve(
        _ steps: [ScriptedRuntime.Step], replies: [ScriptedRuntime.Reply] = [], environment: [String: String] = [:]
    ) throws -> (runtime: ScriptedRuntime, lines: [JSONValue]) {
        let runtime = try ScriptedRuntime(steps, replies: replies)
        let function = try RunningFunction(at: runtime.address, environment)
        #expect(runtime.waitUntilIdle())
        function.send(SIGTERM)
        #expect(function.end() == -SIGTERM)
        return (runtime, try function.log())
    }

    @Test func `whatever an event is, there is an error with its kind, and the next is served`() throws {
        let meadow = try Meadow(pages: 1)
        let refused = meadow.event(["config": ["key": "sk_wrong_key_000", "url": .string(meadow.url)]])
        let events: [(event: String, type: String, words: String)] = [
            ("", "Function.Config", "the event is not JSON"),
            (#"{"api_key":"sk_hush_hush""#, "Function.Config", "the event is not JSON"),
            ("[1,2", "Function.Config", "the event is not JSON"),
            ("null", "Function.Config", "an event is a JSON object"),
            ("\u{0}\u{1}\u{2}", "Function.Config", "the event is not JSON"),
            (#"{"conector":"stripe"}"#, "Function.Config", "did you mean `connector`?"),
            (#"{"connector":"nobody"}"#, "Function.Config", "no connector is called `nobody`"),
            (#"{"connector":"/etc/shadow.yaml"}"#, "Function.Config", "/etc/shadow.yaml"),
            (#"{"connector":{"name":"sk_hush_hush"}}"#, "Function.Config", "missing"),
            (#"{"connector":"stripe","config":"secretsmanager:"}"#, "Function.Config", "the secret ``"),
            (meadow.event(["streams": ["cows"]]), "Function.Config", "cows"),
            (meadow.event(["output": "lake/raw/"]), "Function.Config", "`output` is a path in a folder that goes"),
            (meadow.event(["state": "state.json"]), "Function.Config", "`state` is a path in a folder that goes"),
            (meadow.event(["output": "/proc/none/lake"]), "Function.Destination", "cannot write /proc/none"),
        ]
        let (runtime, lines) = try serve(events.map { .event($0.event) } + [.event(refused), .event(meadow.event())])
        let calls = runtime.runtimeCalls.filter { $0.request.method == "POST" }
        #expect(calls.count == events.count + 2)
        for (call, expected) in zip(calls, events) {
            #expect(call.request.target.hasSuffix("/error"), "\(expected.event.prefix(100)): \(call.body.prefix(300))")
            let error = try JSONValue.parse(call.body)
            #expect(error["errorType"]?.string == expected.type, "\(expected.event.prefix(100)): \(call.body)")
            #expect(error["errorMessage"]?.string?.contains(expected.words) == true, "\(call.body)")
            #expect(error["stackTrace"] == [])
            #expect(call.request.headers["lambda-runtime-function-error-type"] == expected.type)
        }
        // What fails in one stream is part of the answer.
        let failed = try JSONValue.parse(calls[events.count].body)
        #expect(failed["status"] == "FAILED")
        #expect(failed["streams"]?[0]?["error_kind"] == "auth")
        let good = try JSONValue.parse(calls[events.count + 1].body)
        #expect(good["status"] == "SUCCEEDED")
        #expect(good["records"]?.array?.count == 10)
        let everything = runtime.posts.map(\.body).joined() + JSONValue.array(lines).description
        for secret in ["sk_hush_hush", "sk_wrong_key_000", Meadow.key] { #expect(!everything.contains(secret)) }
    }

    @Test func `an answer that is too large goes without its lists of files, and then fails`() throws {
        try withTemporaryFolder { folder in
            let meadow = try Meadow(pages: 2)
            let tooLarge = ScriptedRuntime.Reply.status("413 Payload Too Large")
            let files = meadow.event(["output": .string(folder + "/lake")])
            let (runtime, _) = try serve(
                [.event(files), .event(files), .event(meadow.event()), .event(files)],
                replies: [tooLarge, .status("202 Accepted"), tooLarge, tooLarge, .status("202 Accepted"), tooLarge])
            let posts = runtime.posts
            #expect(
                posts.map(\.kind) == [
                    "response", "response", "response", "response", "error", "response", "error", "response",
                ])
            let (whole, shorter) = (try JSONValue.parse(posts[0].body), try JSONValue.parse(posts[1].body))
            #expect(whole["streams"]?[0]?["files"]?.array?.count == 1)
            #expect(shorter["streams"]?[0]?["files"] == nil)
            #expect(shorter["streams"]?[0]?["file_count"] == 1)
            #expect(shorter["state"] == whole["state"])
            for error in [posts[4], posts[6]] {
                let error = try JSONValue.parse(error.body)
                #expect(error["errorType"] == "Function.Destination")
                #expect(error["errorMessage"]?.string?.hasPrefix("the answer is larger than Lambda takes") == true)
            }
        }
    }

    @Test func `records that fill an answer are continued in the next invocation`() throws {
        // 5 MB in pages of 0.5 MB.
        let meadow = try Meadow(pages: 10, wool: 50_000)
        let (first, _) = try serve([.event(meadow.event())])
        let answer = try JSONValue.parse(first.posts.first?.body ?? "")
        #expect(answer["status"] == "INCOMPLETE")
        #expect(first.posts.first.map { $0.body.utf8.count < 6 << 20 } == true)
        let count = try #require(answer["records"]?.array?.count)
        #expect(10..<100 ~= count)
        let (second, _) = try serve([.event(try #require(answer["resume"]).description)])
        let rest = try JSONValue.parse(second.posts.first?.body ?? "")
        #expect(rest["status"] == "SUCCEEDED")
        let ids = (answer["records"]?.array ?? []) + (rest["records"]?.array ?? [])
        #expect(ids.map { $0["data"]?["id"] } == (1...100).map { .integer($0) })
        // In an HTTP answer every quote takes another byte, and so there are fewer.
        let request: JSONValue = [
            "version": "2.0", "requestContext": ["http": ["method": "POST"]], "body": .string(meadow.event()),
        ]
        let (third, _) = try serve([.event(request.description)])
        let body = try JSONValue.parse(third.posts.first?.body ?? "")["body"]?.string ?? ""
        let fewer = try JSONValue.parse(body)["data"]?["records"]?.array?.count ?? 0
        #expect(1..<count ~= fewer)
    }

    @Test func `requests are answered as requests`() throws {
        let meadow = try Meadow(pages: 1)
        let base64 = "eyJhY3Rpb24iOiJzcGVjIiwiY29ubmVjdG9yIjoic3RyaXBlIn0="
        let first: JSONValue = ["httpMethod": "POST", "path": "/", "body": .string(meadow.event())]
        let second: JSONValue = [
            "version": "2.0", "requestContext": ["http": ["method": "POST"]], "body": .string(base64),
            "isBase64Encoded": true,
        ]
        let wrong: JSONValue = ["httpMethod": "POST", "body": #"{"connector":"nobody"}"#]
        let empty: JSONValue = ["httpMethod": "GET", "body": nil]
        let (runtime, _) = try serve([first, second, wrong, empty].map { .event($0.description) })
        #expect(runtime.posts.map(\.kind) == Array(repeating: "response", count: 4))
        let answers = try runtime.posts.map { try JSONValue.parse($0.body) }
        #expect(answers.map { $0["statusCode"] } == [200, 200, 400, 400])
        #expect(answers.allSatisfy { $0["headers"]?["content-type"] == "application/json" })
        let bodies = try answers.map { try JSONValue.parse($0["body"]?.string ?? "") }
        #expect(bodies.map { $0["success"] } == [true, true, false, false])
        #expect(bodies[0]["data"]?["records"]?.array?.count == 10)
        #expect(bodies[1]["data"]?["type"] == "SPEC")
        #expect(bodies[2]["error_kind"] == "config")
        #expect(bodies[3]["error"]?.string?.hasPrefix("the request has no body") == true)
    }

    @Test func `a schedule that says nothing takes what the environment says`() throws {
        try withTemporaryFolder { folder in
            let meadow = try Meadow(pages: 1)
            let event = try JSONValue.parse(meadow.event())
            let environment = [
                "CURLEW_CONNECTOR": event["connector"]?.description ?? "",
                "CURLEW_CONFIG": event["config"]?.description ?? "", "CURLEW_STREAMS": "sheep",
                "CURLEW_OUTPUT": folder + "/lake", "CURLEW_STATE": folder + "/state.json",
            ]
            let schedule: JSONValue = [
                "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "detail": [:],
            ]
            let (runtime, _) = try serve([.event(schedule.description)], environment: environment)
            #expect(runtime.posts.map(\.kind) == ["response"])
            let answer = try JSONValue.parse(runtime.posts.first?.body ?? "")
            #expect(answer["total_records"] == 10)
            #expect(answer["state"]?.string == folder + "/state.json")
            let (bare, _) = try serve([.event(schedule.description)])
            #expect(bare.posts.map(\.kind) == ["error"])
            #expect(bare.posts.first?.body.contains("CURLEW_CONNECTOR") == true)
        }
    }

    @Test func `each line of the log is JSON that names the invocation, and the last one becomes metrics`() throws {
        try withTemporaryFolder { folder in
            let meadow = try Meadow(pages: 3)
            let files = meadow.event(["output": .string(folder + "/lake\n\"")])
            let (_, lines) = try serve([.event(files), .event(#"{"connector":"no\nbody"}"#)])
            // A closure of its own, outside of the macro: Swift 6.3 gives one that follows a closure in #expect the same name, and
            // then runs the wrong one.
            let areNamed = lines.allSatisfy { $0["requestId"]?.string?.hasPrefix("request-") == true }
            #expect(areNamed)
            let metrics = lines.filter { $0["_aws"]?.object != nil }
            #expect(metrics.map { $0["requestId"] } == ["request-1", "request-2"])
            #expect(metrics.map { $0["Connector"] } == ["meadow", "none"])
            #expect(metrics.map { $0["Failures"] } == [0, 1])
            #expect(metrics.first?["Records"] == 30)
            #expect(metrics.first?["Requests"] == .integer(Int64(meadow.pageCount)))
            #expect(metrics.first?["Files"] == 1)
            for line in metrics {
                let description = line["_aws"]?["CloudWatchMetrics"]?[0]
                #expect(description?["Namespace"] == "Curlew")
                #expect(description?["Dimensions"] == [["Connector"]])
                // Every metric that is announced is there, as a number.
                for metric in description?["Metrics"]?.array ?? [] {
                    #expect(line[metric["Name"]?.string ?? ""]?.int64 != nil, "\(metric)")
                }
                #expect(description?["Metrics"]?.array?.isEmpty == false)
            }
            let messages = lines.filter { $0["level"]?.string != nil }
            #expect(messages.contains { $0["level"] == "ERROR" && $0["requestId"] == "request-2" })
            #expect(messages.allSatisfy { $0["timestamp"]?.string?.hasSuffix("Z") == true })
        }
    }
}
