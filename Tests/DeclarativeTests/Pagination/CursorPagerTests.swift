import Connector
import DateTime
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct CursorPagerTests {
    private func pager(
        _ path: String = "meta.next", parameter: String? = "cursor", in location: RequestLocation = .query,
        pageSize: PageSize? = nil, stop: StopCondition? = nil, records: String = "data"
    ) throws -> Pager {
        let pagination = CursorPagination(
            source: .body(try JSONPath(path)), parameter: parameter, location: location, pageSize: pageSize, stop: stop)
        return Pager(.cursor(pagination), of: .json(path: try JSONPath(records)))
    }

    @Test func `the token is sent with the next request`() throws {
        let pager = try pager(pageSize: PageSize(parameter: "limit", size: 50))
        #expect(pager.draft([:]).query == "limit=50")
        let place = try #require(try pager.next(after: [:], .answer(#"{"meta": {"next": "abc"}}"#, records: 2)))
        #expect(place["token"] == "abc")
        #expect(pager.draft(place).query == "limit=50&cursor=abc")
    }

    @Test func `the token replaces another parameter of the name`() throws {
        var draft = RequestDraft(.get, url: "https://api.example.com/")
        draft.parameters = [.init(name: "cursor", text: "0"), .init(name: "a", text: "1")]
        #expect(try pager().draft(["token": "abc"], from: draft).query == "a=1&cursor=abc")
    }

    @Test func `a token in a JSON body keeps its type`() throws {
        let pager = try pager("next", in: .body, pageSize: PageSize(parameter: "size", size: 10))
        var draft = RequestDraft(.post, url: "https://api.example.com/")
        draft.body = .json(["query": "all"])
        let place = try #require(try pager.next(after: [:], .answer(#"{"next": ["a", 7]}"#, records: 1)))
        let expected: JSONValue = ["query": "all", "size": 10, "cursor": ["a", 7]]
        #expect(pager.draft(place, from: draft).body == .json(expected))
    }

    @Test func `a token in a header is sent in a header`() throws {
        let pager = Pager(
            .cursor(CursorPagination(source: .header("X-Next"), parameter: "X-Cursor", location: .header)))
        let place = try #require(
            try pager.next(after: [:], .answer(records: 1, headers: [("x-next", "t1")])))
        #expect(pager.draft(place).headers == [.init(name: "X-Cursor", text: "t1")])
    }

    @Test(arguments: ["", "null", "NULL"])
    func `a header without a token ends`(_ text: String) throws {
        let pager = Pager(.cursor(CursorPagination(source: .header("X-Next"), parameter: "c")))
        #expect(try pager.next(after: [:], .answer(records: 5, headers: [("X-Next", text)])) == nil)
        #expect(try pager.next(after: [:], .answer(records: 5)) == nil)
    }

    @Test(
        arguments: [
            "{}", #"{"meta": null}"#, #"{"meta": {"next": null}}"#, #"{"meta": {"next": ""}}"#,
            #"{"meta": {"next": false}}"#, #"{"meta": {"next": []}}"#, #"{"meta": {"next": {}}}"#, "[]", "7",
        ])
    func `a body without a token ends`(_ body: String) throws {
        #expect(try pager().next(after: ["token": "a"], .answer(body, records: 5)) == nil)
    }

    @Test func `the word null in a body is a token`() throws {
        #expect(try pager().next(after: [:], .answer(#"{"meta": {"next": "null"}}"#))?["token"] == "null")
    }

    @Test func `an empty page with a token goes on`() throws {
        #expect(try pager().next(after: [:], .answer(#"{"meta": {"next": "b"}}"#, records: 0))?["token"] == "b")
    }

    @Test func `a template sees the token`() throws {
        let pager = try pager(parameter: nil, in: .path)
        var context = TemplateContext(now: .unixEpoch)
        let template = try Template("/{{ next_page_token | default('first') }}", scope: .everything)
        pager.expose([:], in: &context)
        #expect(try template.text(in: context) == "/first")
        pager.expose(["token": 7], in: &context)
        #expect(try template.text(in: context) == "/7")
        #expect(pager.draft(["token": 7]).query == "")
    }

    @Test func `the same token twice is a standstill`() throws {
        let failure = #expect(throws: Failure.self) {
            try pager().next(after: ["token": "abc"], .answer(#"{"meta": {"next": "abc"}}"#, records: 2))
        }
        #expect(failure?.kind == .source)
        #expect(
            failure?.message
                == "The pages of https://api.example.com/v1/items?limit=*** stand still: its answer names the token of a"
                + " page that was read already as that of the next.")
        #expect(failure?.hint?.contains("query parameter `cursor`") == true)
    }

    @Test(arguments: [2, 3, 7, 100]) func `tokens that go round are a standstill`(length: Int) throws {
        let pager = try pager()
        var place: JSONObject = [:]
        var pages = 0
        #expect(throws: Failure.self) {
            while pages < 10 * length + 300 {
                // Some pages lead into the circle.
                let token = pages < 50 ? "start\(pages)" : "round\(pages % length)"
                let answer = try AnswerFacts.answer("{\"meta\": {\"next\": \"\(token)\"}}", records: 1)
                place = try #require(try pager.next(after: place, answer))
                // What a state has kept is all there is.
                place = try #require(try JSONValue.parse(JSONValue.object(place).description).object)
                pages += 1
            }
        }
        #expect(pages < 50 + 4 * max(length, 50))
    }

    @Test func `a hundred thousand different tokens are no standstill`() throws {
        let pager = try pager()
        var place: JSONObject = [:]
        for page in 0..<20_000 {
            place = try #require(
                try pager.next(after: place, .answer("{\"meta\": {\"next\": \(page)}}", records: 1)))
        }
        #expect(place["token"] == 19_999)
    }

    @Test func `a stop condition comes before the token`() throws {
        let stop = StopCondition.field(path: try JSONPath("has_more"), value: false)
        let pager = try pager("data[-1].id", stop: stop)
        #expect(try pager.next(after: [:], .answer(#"{"has_more": false, "data": [{"id": 3}]}"#, records: 1)) == nil)
        let more = try AnswerFacts.answer(#"{"has_more": true, "data": [{"id": 3}]}"#, records: 1)
        #expect(try pager.next(after: [:], more)?["token"] == 3)
        let unsaid = try AnswerFacts.answer(#"{"data": [{"id": 3}]}"#, records: 1)
        #expect(try pager.next(after: [:], unsaid)?["token"] == 3)
    }

    @Test func `only what looks at the records needs them`() throws {
        #expect(try pager("data[-1].id").readsRecords)
        #expect(try !pager("meta.next").readsRecords)
        #expect(try pager("meta.next", stop: .field(path: JSONPath("data[0].last"), value: true)).readsRecords)
        #expect(try !pager("data.next", records: "data.items").readsRecords)
        #expect(try pager("data", records: "data.items").readsRecords)
        #expect(try pager("$..next").readsRecords)
        #expect(try pager("$.meta[?$.data[0].x == 1]").readsRecords)
        #expect(try !pager("$.links[?@.rel == 'next'].href").readsRecords)
        #expect(try pager("next", records: "$.a[?@.b]").readsRecords)
        #expect(try pager("next", records: "$").readsRecords)
        #expect(!Pager(.cursor(CursorPagination(source: .body(try JSONPath("a")))), of: .xml(path: ["a"])).readsRecords)
    }
}
