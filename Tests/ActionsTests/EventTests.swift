import Connector
import JSON
import Testing

@testable import Actions

@Suite struct EventTests {
    @Test func `an event with everything is read`() throws {
        let event = try Event(
            try JSONValue.parse(
                """
                {"action": "sync", "connector": "stripe", "config": {"api_key": "sk"}, "streams": ["customers"],
                 "format": "parquet", "output": "s3://lake/raw/", "state": "s3://lake/state.json", "max_records": 100,
                 "budget": {"max_seconds": 1.5, "reserve_ms": 200}, "concurrency": 4}
                """))
        #expect(event.action == .sync)
        #expect(event.connector == .reference("stripe"))
        #expect(event.configuration == .value(["api_key": "sk"]))
        #expect(event.streams == ["customers"])
        #expect(event.isParquet)
        #expect(event.output == "s3://lake/raw/")
        #expect(event.state == .reference("s3://lake/state.json"))
        #expect(event.maximumRecords == 100)
        #expect(event.budget.maximum == .milliseconds(1500))
        #expect(event.budget.reserve == .milliseconds(200))
        #expect(event.concurrency == 4)
    }

    @Test func `a definition may stand in the event, and what is null is not there`() throws {
        let event = try Event(["connector": ["name": "x"], "config": .null, "streams": .null, "format": "json"])
        #expect(event.connector == .definition(["name": "x"]))
        #expect(event.configuration == nil)
        #expect(event.streams == nil)
        #expect(!event.isParquet)
    }

    @Test func `a format that is null is none, also beside an output`() throws {
        #expect(try Event(["connector": "stripe", "format": .null, "output": "s3://lake/raw/"]).isParquet)
    }

    @Test func `a sync may be divided and merged`() throws {
        let plan = try Event(["action": "plan", "connector": "stripe", "output": "s3://lake/raw/", "shards": 7])
        #expect(plan.action == .plan)
        #expect(plan.shards == 7)
        let merge = try Event(["action": "merge", "connector": "stripe", "output": "./out", "plan": "./plan.json"])
        #expect(merge.plan == "./plan.json")
        for (event, message): (JSONValue, String) in [
            (
                ["action": "plan", "connector": "x", "max_records": 5, "shards": 10_001],
                """
                event: `shards` must be a whole number from 1 to 10000
                event: `output` is missing: a sync that is divided into shards writes Parquet files
                event: `max_records` cannot be: a sync that is divided into shards reads all there is
                """
            ),
            (
                ["action": "merge", "connector": "x", "output": "out"],
                "event: `plan` is missing: where the plan is that was answered"
            ),
            (
                ["action": "plan", "connector": "x", "output": "out", "division": "01JD-1"],
                "event: `division` is for the action `merge`, and for syncs of shards"
            ),
            (
                ["connector": "x", "shards": 5, "plan": "plan.json"],
                "event: `shards` is for the action `plan`\nevent: `plan` is for the actions `plan` and `merge`"
            ),
        ] {
            #expect(try #require(throws: Failure.self) { try Event(event) }.message == message)
        }
    }

    @Test func `everything that is wrong is said at once, and no value that may be secret`() throws {
        let failure = try #require(throws: Failure.self) {
            try Event([
                "conector": "stripe", "config": "", "streams": [1], "format": "csv", "max_records": -1,
                "budget": ["max_second": 1, "reserve_ms": "x"], "concurrency": 1000, "action": "sing",
                "api_key": "sk_hush",
            ])
        }
        #expect(failure.kind == .config)
        #expect(
            failure.message == """
                event: unknown field `conector`; did you mean `connector`?
                event: unknown field `api_key`
                event: `connector` is missing: a name, a path, a URL or a definition
                event: `action` must be `sync`, `check`, `discover`, `streams`, `spec`, `plan` or `merge`
                event: `config` must be an object, or a text that says where it is
                event: `streams` must be a list of names
                event: `format` must be `json` or `parquet`
                event: `max_records` must be a whole number from 0 on
                event: `concurrency` must be a whole number from 1 to 256
                event: unknown field `budget.max_second`; did you mean `budget.max_seconds`?
                event: `budget.reserve_ms` must be a number from 0 to 1000000000
                """)
    }

    @Test(arguments: [[], "", ",", " , "] as [JSONValue])
    func `a list without a name is not taken for all streams`(list: JSONValue) throws {
        let failure = #expect(throws: Failure.self) { try Event(["connector": "x", "streams": list]) }
        #expect(failure?.message == "event: `streams` names no stream: name at least one, or leave it out for all")
        #expect(try Event(["connector": "x", "streams": "a, b ,"]).streams == ["a", "b"])
        #expect(try Event(["connector": "x", "streams": .null]).streams == nil)
    }

    @Test func `files need a place`() throws {
        let missing = #expect(throws: Failure.self) { try Event(["connector": "x", "format": "parquet"]) }
        #expect(missing?.message == "event: `output` is missing: Parquet files need a folder or URL to go to")
        #expect(try Event(["connector": "x", "output": "./out"]).isParquet)
        #expect(throws: Failure.self) { try Event(["connector": "x", "output": "./out", "format": "json"]) }
    }

    @Test func `a schedule asks for what it says, or the environment`() throws {
        let bare: JSONValue = ["source": "aws.events", "detail-type": "Scheduled Event", "id": "1", "detail": [:]]
        let environment = [
            "CURLEW_CONNECTOR": "stripe", "CURLEW_CONFIG": "secretsmanager:stripe", "CURLEW_OUTPUT": "s3://lake/",
            "CURLEW_STREAMS": "customers, invoices", "CURLEW_STATE": #"{"streams": {}}"#,
        ]
        let event = try Event(try EventEnvelope.open(bare, environment: environment).event.get())
        #expect(event.connector == .reference("stripe"))
        #expect(event.configuration == .reference("secretsmanager:stripe"))
        #expect(event.streams == ["customers", "invoices"])
        #expect(event.state == .value(["streams": [:]]))
        let empty = EventEnvelope.open(bare, environment: [:]).event
        #expect(throws: Failure.self) { try empty.get() }
        let own: JSONValue = ["source": "aws.events", "connector": "github", "detail": [:]]
        #expect(
            try Event(try EventEnvelope.open(own, environment: environment).event.get()).connector
                == .reference("github"))
    }

    @Test func `a request carries its event in the body`() throws {
        let body = #"{"connector": "stripe"}"#
        let second: JSONValue = [
            "version": "2.0", "requestContext": ["http": ["method": "POST"]], "body": .string(body),
        ]
        let first: JSONValue = [
            "httpMethod": "POST", "body": "eyJjb25uZWN0b3IiOiAic3RyaXBlIn0=", "isBase64Encoded": true,
        ]
        for request in [first, second] {
            let (envelope, event) = EventEnvelope.open(request, environment: [:])
            guard case .http = envelope else {
                Issue.record("not seen as a request")
                continue
            }
            #expect(try event.get() == ["connector": "stripe"])
        }
        let broken = EventEnvelope.open(["httpMethod": "POST", "body": #"{"api_key": "hush"#], environment: [:]).event
        let failure = #expect(throws: Failure.self) { try broken.get() }
        #expect(failure.map { "\($0)".split(separator: "hush").count } == 1)
    }
}
