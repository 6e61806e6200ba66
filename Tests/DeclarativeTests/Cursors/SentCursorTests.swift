import Connector
import DateTime
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct SentCursorTests {
    private let now = Timestamp(iso8601: "2024-06-01T12:00:00.7Z") ?? .unixEpoch

    private func sent(
        _ cursor: JSONValue?, _ format: String? = nil, lookback: Duration = .zero, start: String? = nil,
        end: Incremental.UpperBound? = nil, filter: Incremental.Filter = .parameter("since", .query)
    ) throws -> SentCursor {
        let cursorFormat = try format.flatMap { try TimestampFormat($0) }.map { CursorFormat.timestamp($0) }
        let incremental = Incremental(
            cursorPath: try JSONPath("updated"), filter: filter, format: cursorFormat,
            start: try start.map { try Template($0, scope: .everything) }, lookback: lookback, end: end)
        return try SentCursor(
            incremental, after: cursor.map { Cursor($0) }, in: TemplateContext(now: now), now: now)
    }

    @Test(
        arguments: [
            ("2024-01-31T10:20:30.5Z", nil, 0, "2024-01-31T10:20:30.5Z"),
            ("2024-01-31T10:20:30.500+02:00", nil, 60, "2024-01-31T08:19:30.500Z"),
            ("2024-01-31", nil, 86_400, "2024-01-30"), ("2024-01-31", nil, 1, "2024-01-30"),
            (1_706_659_200, nil, 60, 1_706_659_140), (1_706_659_200_000, nil, 60, 1_706_659_140_000),
            ("1706659200", nil, 60, "1706659140"), (.double(10.5), nil, 3, .double(7.5)), ("abc", nil, 60, "abc"),
            ("2024-01-31T10:20:30.5Z", "unix", 0, 1_706_696_430), ("2024-01-31", "unix_ms", 1, 1_706_659_199_000),
            (1_706_659_200, "iso8601", 0, "2024-01-31T00:00:00Z"),
            (1_706_659_200_123, "iso8601", 0, "2024-01-31T00:00:00.123Z"),
            ("2024-01-31T10:20:30+0000", "iso8601", 30, "2024-01-31T10:20:00Z"),
            ("2024-01-31T23:59:59Z", "date", 0, "2024-01-31"), ("20240131", "%Y%m%d", 86_400, "20240130"),
            (20_240_131, "%Y%m%d", 0, "20240131"), ("2024-01-31T10:20:30Z", "%d/%m/%Y %H", 0, "31/01/2024 10"),
            (.integer(.min), nil, 60, .integer(.min)),
            ("0001-01-01T00:00:00Z", "iso8601", 60, "0001-01-01T00:00:00Z"),
        ] as [(JSONValue, String?, Int, JSONValue)])
    func `a cursor is sent in the format, so much earlier`(
        cursor: JSONValue, format: String?, lookback: Int, expected: JSONValue
    ) throws {
        let value = try sent(cursor, format, lookback: .seconds(lookback)).value
        #expect(value == expected)
        #expect(value?.kind == expected.kind)
    }

    @Test func `a part of a second counts as one`() throws {
        #expect(try sent(100, lookback: .milliseconds(1_500)).value == 98)
    }

    @Test func `without a cursor the start is sent, as it is meant`() throws {
        #expect(try sent(nil, start: "2024-01-01").value == "2024-01-01")
        #expect(try sent(nil, "unix", lookback: .seconds(60), start: "2024-01-01").value == 1_704_067_200)
        #expect(try sent(nil, "iso8601", start: "{{ today }}").value == "2024-06-01T00:00:00Z")
        #expect(try sent("2024-03-01", "iso8601", start: "2024-01-01").value == "2024-03-01T00:00:00Z")
        #expect(try sent(nil).value == nil)
        #expect(try sent(nil, start: "{{ config.start }}").value == nil)
        let failure = #expect(throws: Failure.self) { try sent(nil, start: "{{ config.start }}T00:00:00Z") }
        #expect(failure?.kind == .config)
    }

    @Test func `the parameter carries it where it belongs`() throws {
        var draft = RequestDraft(.post, url: "https://api.example.com/")
        draft.parameters = [.init(name: "since", text: "old")]
        draft.body = .json([:])
        try sent(5).apply(to: &draft)
        #expect(draft.query == "since=5")
        try sent(5, filter: .parameter("filter.since", .body)).apply(to: &draft)
        #expect(draft.body == .json(["filter": ["since": 5]]))
        try sent(5, filter: .parameter("X-Since", .header)).apply(to: &draft)
        #expect(draft.headers == [.init(name: "X-Since", text: "5")])
        var untouched = RequestDraft(.get, url: "https://api.example.com/")
        try sent(nil).apply(to: &untouched)
        try sent(5, filter: .template).apply(to: &untouched)
        try sent(5, filter: .client).apply(to: &untouched)
        #expect(untouched == RequestDraft(.get, url: "https://api.example.com/"))
    }

    @Test(
        arguments: [
            ("unix", nil, "1717243200"), ("iso8601", nil, "2024-06-01T12:00:00.700Z"),
            (nil, nil, "2024-06-01T12:00:00Z"),
            (nil, 1_706_659_200, "1717243200"), (nil, 1_706_659_200_000, "1717243200700"),
            (nil, "2024-01-01", "2024-06-01"),
        ] as [(String?, JSONValue?, String)])
    func `the upper bound is now unless it is given`(format: String?, cursor: JSONValue?, expected: String) throws {
        var draft = RequestDraft(.get, url: "https://api.example.com/")
        try sent(cursor, format, end: .init(parameter: "until")).apply(to: &draft)
        #expect(draft.parameters.first { $0.name == "until" }?.text == expected)
        let given = try Template("2024-02-01", scope: .everything)
        try sent(cursor, "unix", end: .init(parameter: "until", value: given)).apply(to: &draft)
        #expect(draft.parameters.first { $0.name == "until" }?.text == "1706745600")
    }

    @Test func `templates see it beside the rest of the state`() throws {
        let template = try Template("{{ state.cursor | default('none') }} {{ state.other }}", scope: .everything)
        var context = TemplateContext(now: now)
        context[.state] = .value(["other": 1, "cursor": "old"])
        try sent(5).expose(in: &context)
        #expect(try template.text(in: context) == "5 1")
        try sent(nil).expose(in: &context)
        #expect(try template.text(in: context) == "none 1")
    }
}
