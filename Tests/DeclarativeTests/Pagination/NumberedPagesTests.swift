import Connector
import JSON
import TestSupport
import Testing

@testable import Declarative

@Suite struct NumberedPagesTests {
    private func offset(
        limit: Int = 2, start: Int = 0, in location: RequestLocation = .query, stop: StopCondition? = nil,
        of decoder: RecordDecoder = .json(path: nil)
    ) -> Pager {
        let pagination = OffsetPagination(
            offsetParameter: "offset", limitParameter: "limit", limit: limit, start: start, location: location,
            stop: stop)
        return Pager(.offset(pagination), of: decoder)
    }

    private func numbers(start: Int = 1, pageSize: PageSize? = nil, stop: StopCondition? = nil) -> Pager {
        Pager(.pageNumber(PageNumberPagination(pageParameter: "page", start: start, pageSize: pageSize, stop: stop)))
    }

    @Test func `the first page is asked for too`() throws {
        #expect(offset(start: 10).draft([:]).query == "offset=10&limit=2")
        #expect(numbers(start: 0).draft([:]).query == "page=0")
        #expect(numbers(pageSize: .init(parameter: "size", size: 9)).draft([:]).query == "page=1&size=9")
        var draft = RequestDraft(.post, url: "https://api.example.com/")
        draft.body = .json(["page": ["offset": 5]])
        let pager = Pager(.offset(OffsetPagination(offsetParameter: "page.offset", limit: 3, location: .body)))
        #expect(pager.draft(["offset": 6], from: draft).body == .json(["page": ["offset": 6]]))
    }

    @Test func `full pages lead on and short ones end`() throws {
        let place = try #require(try offset().next(after: [:], .answer(records: 2, digest: "a")))
        #expect(place == ["offset": 2, "page_digest": "a"])
        #expect(try offset().next(after: place, .answer(records: 1, digest: "b")) == nil)
        #expect(try offset().next(after: place, .answer(records: 0)) == nil)
        let sized = numbers(pageSize: PageSize(size: 2))
        #expect(try sized.next(after: [:], .answer(records: 2, digest: "a")) == ["page": 2, "page_digest": "a"])
        #expect(try sized.next(after: [:], .answer(records: 1, digest: "a")) == nil)
        #expect(try numbers().next(after: ["page": 4], .answer(records: 1)) == ["page": 5])
        #expect(try numbers().next(after: ["page": 4], .answer(records: 0)) == nil)
    }

    @Test func `a path that leaves out records says nothing of the page's length`() throws {
        let decoder = RecordDecoder.json(path: try JSONPath("$.items[?@.active]"))
        #expect(try offset(limit: 10, of: decoder).next(after: [:], .answer(records: 3))?["offset"] == 10)
        #expect(try offset(limit: 10, of: decoder).next(after: [:], .answer(records: 0)) == nil)
    }

    @Test func `the same page twice in a row is a standstill`() throws {
        let failure = #expect(throws: Failure.self) {
            try offset().next(after: ["offset": 2, "page_digest": "a"], .answer(records: 2, digest: "a"))
        }
        #expect(failure?.kind == .source)
        #expect(failure?.message.contains("two in a row have the same 2 records") == true)
        #expect(failure?.hint == "check that the API knows the parameter `offset`")
        #expect(throws: Failure.self) {
            try numbers().next(after: ["page": 2, "page_digest": "a"], .answer(records: 2, digest: "a"))
        }
        // The last page may be like the one before it.
        #expect(try offset().next(after: ["offset": 2, "page_digest": "a"], .answer(records: 1, digest: "a")) == nil)
    }

    @Test func `a field's value ends, and any other goes on`() throws {
        let pager = numbers(
            pageSize: PageSize(size: 10), stop: .field(path: try JSONPath("has_more"), value: false))
        #expect(try pager.next(after: [:], .answer(#"{"has_more": false}"#, records: 10)) == nil)
        #expect(try pager.next(after: [:], .answer(#"{"has_more": "false"}"#, records: 10)) == nil)
        #expect(try pager.next(after: [:], .answer(#"{"has_more": true}"#, records: 3)) == ["page": 2])
        // Where it is missing or null, a short page is the last.
        for body in ["{}", #"{"has_more": null}"#] {
            #expect(try pager.next(after: [:], .answer(body, records: 3)) == nil)
            #expect(try pager.next(after: [:], .answer(body, records: 10)) == ["page": 2])
        }
    }

    @Test func `empty pages go on where the answer says so, but not for ever`() throws {
        let pager = numbers(stop: .field(path: try JSONPath("more"), value: false))
        var place: JSONObject = [:]
        var pages = 0
        let failure = #expect(throws: Failure.self) {
            while pages < 1_000 {
                place = try #require(try pager.next(after: place, .answer(#"{"more": true}"#, records: 0)))
                pages += 1
            }
        }
        #expect(pages == 99)
        #expect(failure?.message.contains("100 pages in a row without records") == true)
        #expect(try pager.next(after: place, .answer(#"{"more": true}"#, records: 1))?["empty_pages"] == nil)
    }

    @Test func `a number of records ends when so many were read`() throws {
        let pager = offset(stop: .totalCount(path: try JSONPath("total")))
        let first = try #require(try pager.next(after: [:], .answer(#"{"total": 3}"#, records: 1)))
        #expect(first == ["offset": 1, "read": 1])
        #expect(try pager.next(after: first, .answer(#"{"total": 3}"#, records: 2)) == nil)
        #expect(try pager.next(after: first, .answer(#"{"total": "4"}"#, records: 2))?["read"] == 3)
        #expect(try pager.next(after: [:], .answer(#"{"total": 0}"#, records: 0)) == nil)
        #expect(try pager.next(after: [:], .answer("{}", records: 1)) == nil)
    }

    @Test func `a number of pages counts before the length of a page does`() throws {
        let pager = numbers(
            start: 0, pageSize: PageSize(size: 10), stop: .totalPages(path: try JSONPath("pages")))
        let second = try #require(try pager.next(after: [:], .answer(#"{"pages": 3}"#, records: 4)))
        #expect(second == ["page": 1, "pages": 1])
        let third = try #require(try pager.next(after: second, .answer(#"{"pages": 3}"#, records: 10)))
        #expect(try pager.next(after: third, .answer(#"{"pages": 3}"#, records: 10)) == nil)
        #expect(try pager.next(after: [:], .answer(#"{"pages": null}"#, records: 4)) == nil)
    }

    @Test func `an empty page ends where that is the condition, and a short one does not`() throws {
        let pager = offset(limit: 10, stop: .emptyPage)
        #expect(try pager.next(after: [:], .answer(records: 3))?["offset"] == 3)
        #expect(try pager.next(after: ["offset": 3], .answer(records: 0)) == nil)
    }

    @Test func `a total and an empty page end together`() throws {
        let pager = offset(stop: .totalCount(path: try JSONPath("total")))
        #expect(try pager.next(after: ["offset": 4, "read": 4], .answer(#"{"total": 9}"#, records: 0)) == nil)
    }

    @Test func `places from elsewhere do no harm`() throws {
        let place: JSONObject = ["offset": .integer(.max), "read": -5, "empty_pages": .integer(.max)]
        #expect(throws: Failure.self) { try offset().next(after: place, .answer(records: 2)) }
        #expect(throws: Failure.self) { try numbers().next(after: ["page": .integer(.max)], .answer(records: 2)) }
    }
}
