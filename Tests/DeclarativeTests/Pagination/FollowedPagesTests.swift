import Connector
import JSON
import Testing

@testable import Declarative

@Suite struct FollowedPagesTests {
    private func pager(stop: StopCondition? = nil) throws -> Pager {
        Pager(.nextURL(path: try JSONPath("next"), stop: stop))
    }

    @Test(
        arguments: [
            ("https://other.example.org/p?a=1", "https://other.example.org/p?a=1"),
            ("?page=2", "https://api.example.com/v1/items?page=2"),
            ("/v1/items?page=2", "https://api.example.com/v1/items?page=2"),
            ("more", "https://api.example.com/v1/more"), ("//x.example.com/y", "https://x.example.com/y"),
            ("?q=a b", "https://api.example.com/v1/items?q=a%20b"),
        ])
    func `an address is resolved against the request's`(next: String, resolved: String) throws {
        let place = try #require(
            try pager().next(after: [:], .answer("{\"next\": \"\(next)\"}", records: 1)))
        #expect(place["url"] == .string(resolved))
    }

    @Test func `an address is followed as it is`() throws {
        var draft = RequestDraft(.get, url: "https://api.example.com/v1/items")
        draft.parameters = [.init(name: "limit", text: "5")]
        draft.headers = [.init(name: "Accept", text: "x")]
        let next = try pager().draft(["url": "https://api.example.com/v1/items?page=2"], from: draft)
        #expect(next.url == "https://api.example.com/v1/items?page=2")
        #expect(next.parameters.isEmpty)
        #expect(next.headers == draft.headers)
        #expect(try pager().draft([:], from: draft) == draft)
    }

    @Test(arguments: ["{}", #"{"next": null}"#, #"{"next": ""}"#, #"{"next": false}"#])
    func `without an address that was the last page`(_ body: String) throws {
        #expect(try pager().next(after: [:], .answer(body, records: 1)) == nil)
    }

    @Test func `what is no address is an error`() throws {
        let kind = #expect(throws: Failure.self) { try pager().next(after: [:], .answer(#"{"next": 7}"#)) }
        #expect(
            kind?.message
                == "The answer of https://api.example.com/v1/items?limit=*** has no address at `next` but a number.")
        let scheme = #expect(throws: Failure.self) {
            try pager().next(after: [:], .answer(#"{"next": "ftp://x.example.com/secret"}"#))
        }
        #expect(scheme?.message.contains("the scheme is neither https nor http") == true)
    }

    @Test func `the same address again is a standstill`() throws {
        let url = "https://api.example.com/v1/items?limit=2"
        #expect(throws: Failure.self) { try pager().next(after: [:], .answer("{\"next\": \"\(url)\"}", records: 1)) }
        #expect(throws: Failure.self) {
            try pager().next(
                after: ["url": .string(url)],
                .answer("{\"next\": \"\(url)\"}", records: 1, url: "https://moved.example.com/"))
        }
    }

    @Test func `addresses that go round are a standstill`() throws {
        var place: JSONObject = [:]
        var pages = 0
        #expect(throws: Failure.self) {
            while pages < 100 {
                let answer = try AnswerFacts.answer("{\"next\": \"?p=\(pages % 3)\"}", records: 1)
                place = try #require(try pager().next(after: place, answer))
                pages += 1
            }
        }
        #expect(pages < 12)
    }

    @Test func `the next link of a header is followed`() throws {
        let pager = Pager(.linkHeader(relation: "next", stop: nil))
        let headers = [
            ("Link", "<https://api.example.com/v1/items?page=1>; rel=\"first\""),
            ("link", "</v1/items?page=3>; rel=\"NEXT\", </v1/items?page=9>; rel=last"),
        ]
        let place = try #require(try pager.next(after: [:], .answer(records: 1, headers: headers)))
        #expect(place["url"] == "https://api.example.com/v1/items?page=3")
        #expect(try pager.next(after: place, .answer(records: 1, headers: [headers[0]])) == nil)
        #expect(!pager.readsRecords)
    }

    @Test func `a stop condition comes before the link`() throws {
        let stop = StopCondition.field(path: try JSONPath("end_of_stream"), value: true)
        let body = #"{"end_of_stream": true, "next": "?page=2"}"#
        #expect(try pager(stop: stop).next(after: [:], .answer(body, records: 1)) == nil)
        #expect(try pager(stop: .emptyPage).next(after: [:], .answer(#"{"next": "?page=2"}"#, records: 0)) == nil)
        let total = try pager(stop: .totalCount(path: try JSONPath("total")))
        let counted = try #require(
            try total.next(after: [:], .answer(#"{"total": 3, "next": "?page=2"}"#, records: 2)))
        #expect(counted["read"] == 2)
        #expect(try total.next(after: counted, .answer(#"{"total": 3, "next": "?page=3"}"#, records: 1)) == nil)
    }

    @Test func `places keep clear of the words of positions`() throws {
        let place = try #require(try pager().next(after: [:], .answer(#"{"next": "?p=1"}"#, records: 1)))
        #expect(Position(json: Position(place, skip: 3).json) == Position(place, skip: 3))
        #expect(place["job"] == nil)
    }
}
