import Connector
import DateTime
import JSON
import Sync
import Testing

@testable import Demo

/// The engine reads the demo as it reads any API.
@Suite(.timeLimit(.minutes(2))) struct DemoSyncTests {
    /// A small demo whose streams have several pages each, but for the regions.
    private static let small: JSONObject = [
        "customers": 250, "orders": 320, "events": 410, "regions": 5, "page_size": 40,
    ]

    /// The records of a stream, as the generator makes them.
    private func expected(_ kind: RecordKind, _ values: JSONObject) throws -> [String] {
        let data = DemoData(DemoSettings(values))
        return (1...data.count(of: kind)).map { number in
            var writer = RecordWriter(data)
            writer.record(of: kind, number)
            return writer.json.text
        }
    }

    private static let kinds: [String: RecordKind] = [
        "customers": .customer, "orders": .order, "events": .event, "regions": .region, "events_by_region": .event,
    ]

    @Test func `every stream has exactly the records of the generator`() async throws {
        let outcome = try await DemoRun.run(Self.small)
        #expect(outcome.report.status == .succeeded)
        #expect(outcome.report.streams.map(\.stream).sorted() == Self.kinds.keys.sorted())
        for (stream, kind) in Self.kinds {
            let expected = try expected(kind, Self.small)
            let found = outcome.records[stream] ?? []
            if stream == "events_by_region" {
                #expect(found.sorted() == expected.sorted())
            } else {
                #expect(found == expected, "\(stream)")
            }
        }
        #expect(outcome.activity.retries == 0)
    }

    @Test func `a second sync reads only what is new`() async throws {
        let first = try await DemoRun.run(Self.small)
        var larger = Self.small
        (larger["customers"], larger["orders"], larger["events"]) = (333, 321, 500)
        let second = try await DemoRun.run(larger, from: first.report.state)
        #expect(second.report.status == .succeeded)
        #expect(try second.ids("customers") == Array(251...333))
        #expect(try second.ids("orders") == [321])
        #expect(try second.ids("events") == Array(411...500))
        #expect(try second.ids("events_by_region").sorted() == Array(411...500))
        #expect(try second.ids("regions") == Array(1...5))
        let third = try await DemoRun.run(larger, from: second.report.state)
        #expect(third.records.filter { !$0.value.isEmpty }.keys.sorted() == ["regions"])
    }

    @Test func `runs of so many records give each record once`() async throws {
        var records: [String: [Int64]] = [:]
        var state: JSONValue = [:]
        let streams = ["customers", "orders", "events", "events_by_region"]
        for _ in 0..<6 {
            let outcome = try await DemoRun.run(Self.small, from: state, streams: streams, maximumRecords: 77)
            #expect(outcome.warnings == [])
            for stream in streams { records[stream, default: []] += try outcome.ids(stream) }
            state = outcome.report.state
        }
        #expect(records["customers"] == Array(1...250))
        #expect(records["orders"] == Array(1...320))
        #expect(records["events"] == Array(1...410))
        #expect(records["events_by_region"]?.sorted() == Array(1...410))
    }

    @Test func `runs that are stopped after three pages give each record once`() async throws {
        var records: [String: [Int64]] = [:]
        var state: JSONValue = [:]
        var runs = 0
        var status = SyncReport.Status.incomplete
        while status == .incomplete, runs < 100 {
            let outcome = try await DemoRun.run(Self.small, from: state, pullAfterPages: 3)
            for stream in Self.kinds.keys { records[stream, default: []] += try outcome.ids(stream) }
            (state, status) = (outcome.report.state, outcome.report.status)
            runs += 1
        }
        #expect(status == .succeeded)
        #expect(runs > 3)
        for (stream, count) in [
            ("customers", 250), ("orders", 320), ("events", 410), ("regions", 5), ("events_by_region", 410),
        ] {
            #expect(records[stream]?.sorted() == Array(1...Int64(count)), "\(stream)")
        }
    }

    @Test func `refusals for too many requests are waited for`() async throws {
        let values: JSONObject = [
            "customers": 10, "orders": 10, "events": 10, "regions": 2, "requests_per_second": 3,
        ]
        let outcome = try await DemoRun.run(values)
        #expect(outcome.report.status == .succeeded)
        #expect(outcome.report.recordCount == 42)
        #expect(outcome.activity.waited >= .milliseconds(900))
    }

    @Test func `errors are overcome`() async throws {
        var values = Self.small
        values["error_rate"] = .double(0.3)
        let outcome = try await DemoRun.run(values)
        #expect(outcome.report.status == .succeeded)
        #expect(outcome.report.recordCount == 250 + 320 + 410 + 5 + 410)
        #expect(outcome.activity.retries > 5)
        values["error_rate"] = 1
        values["latency_ms"] = 1
        let check = await #expect(throws: Failure.self) {
            let source = try DemoRun.catalog().source(
                "demo", configuration: try DemoRun.configuration(values), environment: SourceEnvironment(now: .now()))
            try await source.check(until: Deadline(at: .now + .seconds(2)))
        }
        #expect([.source, .deadline].contains(check?.kind))
    }

    @Test func `answers take their time`() async throws {
        var values = Self.small
        values["latency_ms"] = 50
        let start = ContinuousClock.now
        let outcome = try await DemoRun.run(values, streams: ["customers"])
        #expect(outcome.report.recordCount == 250)
        #expect(.now - start >= .milliseconds(7 * 50))
    }

    @Test(arguments: ["customers", "orders"])
    func `what was interrupted is read again when its token has died`(stream: String) async throws {
        var values = Self.small
        values["token_lifetime"] = 1
        let first = try await DemoRun.run(values, streams: [stream], maximumRecords: 100)
        #expect(try first.ids(stream) == Array(1...100))
        let second = try await DemoRun.run(values, from: first.report.state, streams: [stream])
        #expect(second.report.status == .succeeded)
        #expect(try second.ids(stream) == Array(1...(stream == "orders" ? 320 : 250)))
        #expect(second.warnings.count == 1 && second.warnings[0].contains("scanned anew"))
    }

    @Test func `two hundred regions are two hundred slices`() async throws {
        let values: JSONObject = ["events": 1_000, "regions": 200]
        let outcome = try await DemoRun.run(values, streams: ["events_by_region"])
        #expect(try outcome.ids("events_by_region").sorted() == Array(1...1_000))
        #expect(outcome.activity.requests == 201)
        #expect(outcome.report.state["streams"]?["events_by_region"]?["partitions"]?.object?.count == 200)
    }
}
