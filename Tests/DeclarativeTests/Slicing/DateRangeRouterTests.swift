import Connector
import DateTime
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct DateRangeRouterTests {
    /// Starts and ends, as `start/end`.
    private func steps(
        _ start: String, _ end: String?, _ step: String, format: String = "date", now: String = "2024-05-10T10:20:30Z"
    ) async throws -> [String] {
        let slicer = try StreamSlicer.plain([try .dates(start, end, step: step, format: format)], now: now)
        let sliced = try await slicer.all()
        #expect(sliced.end == .complete)
        try await slicer.expectResumable()
        return sliced.slices.map {
            "\($0.values["start"]?.plainText ?? "-")/\($0.values["end"]?.plainText ?? "-")"
        }
    }

    @Test func `ends each step where the next begins`() async throws {
        #expect(
            try await steps("2024-02-27", "2024-03-02", "P1D") == [
                "2024-02-27/2024-02-28", "2024-02-28/2024-02-29", "2024-02-29/2024-03-01", "2024-03-01/2024-03-02",
            ])
        #expect(
            try await steps("2023-02-27", "2023-03-02", "P1D")
                == ["2023-02-27/2023-02-28", "2023-02-28/2023-03-01", "2023-03-01/2023-03-02"])
    }

    @Test func `keeps to the ends of months`() async throws {
        #expect(
            try await steps("2024-01-31", "2024-05-31", "P1M") == [
                "2024-01-31/2024-02-29", "2024-02-29/2024-03-31", "2024-03-31/2024-04-30", "2024-04-30/2024-05-31",
            ])
        #expect(
            try await steps("2023-11-30", "2024-05-31", "P3M") == [
                "2023-11-30/2024-02-29", "2024-02-29/2024-05-30", "2024-05-30/2024-05-31",
            ])
        #expect(
            try await steps("2024-02-29", "2027-03-01", "P1Y") == [
                "2024-02-29/2025-02-28", "2025-02-28/2026-02-28", "2026-02-28/2027-02-28", "2027-02-28/2027-03-01",
            ])
    }

    @Test func `the last step may be shorter`() async throws {
        #expect(
            try await steps("2024-01-01", "2024-02-20", "P1M") == ["2024-01-01/2024-02-01", "2024-02-01/2024-02-20"])
        #expect(
            try await steps("2024-05-09T22:00:00Z", "2024-05-10T05:30:00Z", "PT6H", format: "iso8601") == [
                "2024-05-09T22:00:00Z/2024-05-10T04:00:00Z", "2024-05-10T04:00:00Z/2024-05-10T05:30:00Z",
            ])
    }

    @Test func `knows no summer time`() async throws {
        #expect(
            try await steps("2024-03-31T00:00:00Z", "2024-03-31T04:00:00Z", "PT1H", format: "iso8601").count == 4)
        #expect(
            try await steps("2024-10-26", "2024-10-28", "P1D", format: "unix")
                == ["1729900800/1729987200", "1729987200/1730073600"])
    }

    @Test func `ends now by default`() async throws {
        #expect(
            try await steps("2024-05-09", nil, "P1D", format: "iso8601") == [
                "2024-05-09T00:00:00Z/2024-05-10T00:00:00Z", "2024-05-10T00:00:00Z/2024-05-10T10:20:30Z",
            ])
    }

    @Test func `begins where the format can begin`() async throws {
        // Today is a step of its own whatever the time of the day is, or was when it began.
        #expect(
            try await steps("2024-05-08T23:59:00Z", nil, "P1D", now: "2024-05-10T00:00:01Z")
                == ["2024-05-08/2024-05-09", "2024-05-09/2024-05-10", "2024-05-10/2024-05-10"])
        #expect(
            try await steps("2024-05-15", "2024-06-02", "P1M", format: "%Y-%m") == [
                "2024-05/2024-06", "2024-06/2024-06",
            ])
    }

    @Test func `reads moments in several forms`() async throws {
        for start in [
            "2024-05-09", "2024-05-09T00:00:00Z", "2024-05-09T02:00:00+02:00", "{{ 1715212800 }}", "{{ '2024-05-09' }}",
        ] {
            #expect(try await steps(start, "2024-05-10", "P1D") == ["2024-05-09/2024-05-10"], "\(start)")
        }
        #expect(try await steps("20240509", "20240510", "P1D", format: "%Y%m%d") == ["20240509/20240510"])
        #expect(
            try await steps("{{ 1715212800000 }}", "2024-05-10", "P1D", format: "unix_ms")
                == ["1715212800000/1715299200000"])
    }

    @Test func `a start that is not before the end makes no slice`() async throws {
        #expect(try await steps("2024-05-10", "2024-05-10", "P1D") == [])
        #expect(try await steps("2024-05-11", "2024-05-10", "P1D") == [])
    }

    @Test func `stops where the calendar does`() async throws {
        #expect(
            try await steps("9999-11-15", "9999-12-31", "P1M") == ["9999-11-15/9999-12-15", "9999-12-15/9999-12-31"])
    }

    @Test func `a step that leads nowhere is refused`() async throws {
        let router = PartitionRouter.dateRange(
            .init(
                field: "start", start: try Template("2024-01-01"), end: nil, step: CalendarDuration(), format: .date))
        let slicer = try StreamSlicer.plain([router])
        let failure = await #expect(throws: Failure.self) { try await slicer.all() }
        #expect(
            failure?.message
                == "stream `items`, `step` of the partition `start`: a step that does not lead forward has no end")
        let backward = PartitionRouter.dateRange(
            .init(
                field: "start", start: try Template("2024-01-01"), end: nil,
                step: CalendarDuration(months: 1, days: -40),
                format: .date))
        let other = try StreamSlicer.plain([backward])
        await #expect(throws: Failure.self) { try await other.all() }
    }

    @Test(arguments: [
        ("{{ config.start }}", "there is no value"), ("{{ config.text }}", "found `soon`"),
        ("{{ state.cursor }}", "there is no value"), ("{{ config.text | plus('P1D') }}", "`plus` cannot read"),
    ])
    func `says what is no moment`(_ start: String, _ message: String) async throws {
        let slicer = try StreamSlicer.plain([try .dates(start, step: "P1D")], config: ["text": "soon"])
        let failure = await #expect(throws: Failure.self) { try await slicer.all() }
        #expect(failure?.message.hasPrefix("stream `items`, `start` of the partition `start` (`\(start)`): ") == true)
        #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }

    @Test func `shares the stream's cursor and moves it`() async throws {
        let slicer = try StreamSlicer.plain(
            [try .dates("{{ state.cursor }}", "2024-05-10", step: "P1D", field: "day")], isIncremental: true)
        let sliced = try await slicer.all(cursors: ["": "2024-05-08"])
        #expect(
            sliced.slices == [
                Slice(
                    id: #"{"start":"2024-05-08","end":"2024-05-09"}"#,
                    values: ["day": "2024-05-08", "start": "2024-05-08", "end": "2024-05-09"], cursorKey: "",
                    reaches: "2024-05-08"),
                Slice(
                    id: #"{"start":"2024-05-09","end":"2024-05-10"}"#,
                    values: ["day": "2024-05-09", "start": "2024-05-09", "end": "2024-05-10"], cursorKey: "",
                    reaches: "2024-05-09"),
            ])
        #expect(sliced.groups.map(\.position) == [["start": "2024-05-08T00:00:00Z"]])
        let whole = try await StreamSlicer.plain([try .dates("2024-05-09", "2024-05-10", step: "P1D")]).all()
        #expect(whole.slices.map(\.reaches) == [nil])
    }

    @Test func `hands over a hundred at a time and goes on anywhere`() async throws {
        let slicer = try StreamSlicer.plain([try .dates("2000-01-31", "2024-01-01", step: "P1M")])
        let sliced = try await slicer.all()
        #expect(sliced.groups.map(\.slices.count) == [100, 100, 88])
        #expect(sliced.groups[1].position == ["start": "2008-05-31T00:00:00Z", "first": "2000-01-31T00:00:00Z"])
        try await slicer.expectResumable()
        try await StreamSlicer.plain([try .dates("2023-01-01", "2024-01-01", step: "P1D")]).expectResumable()
        let exact = try await StreamSlicer.plain([try .dates("2024-01-01", "2024-04-10", step: "P1D")]).all()
        #expect(exact.groups.map(\.slices.count) == [100])
    }

    @Test func `goes on although the cursor has moved`() async throws {
        let slicer = try StreamSlicer.plain([try .dates("{{ state.cursor }}", "2024-05-10", step: "P1D")])
        let sliced = try await slicer.all(from: ["start": "2024-05-08T00:00:00Z"], cursors: ["": "2024-05-09"])
        #expect(sliced.slices.count == 2)
    }

    @Test(
        arguments: [
            [:], ["start": "x"], ["start": 3], ["start": "2024-05-10T00:00:00Z"],
        ] as [JSONObject])
    func `does not know other positions`(_ position: JSONObject) async throws {
        let slicer = try StreamSlicer.plain([try .dates("2024-01-01", "2024-05-10", step: "P1D")])
        let sliced = try await slicer.all(from: position)
        #expect(sliced.groups == [])
        guard case .stalePosition = sliced.end else {
            Issue.record("\(sliced.end)")
            return
        }
    }

    @Test func `takes a place between steps for a stale one`() async throws {
        let slicer = try StreamSlicer.plain([try .dates("2024-01-31", "2024-05-10", step: "P1M")])
        let between: JSONObject = ["start": "2024-03-15T00:00:00Z", "first": "2024-01-31T00:00:00Z"]
        guard case .stalePosition = try await slicer.all(from: between).end else {
            Issue.record("went on between two steps")
            return
        }
    }
}
