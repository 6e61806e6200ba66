import Connector
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import Declarative

/// An API of some records, asked page by page in each of the ways there are.
@Suite struct SimulatedAPITests {
    private struct API {
        var count: Int
        var most: Int

        /// The records of a page, and the answer as a pager sees it.
        func answer(to draft: RequestDraft, way: Int) throws -> (records: [Int], facts: AnswerFacts) {
            let url = try HTTPURL(draft.url)
            var asked = Dictionary(uniqueKeysWithValues: draft.parameters.map { ($0.name, Int($0.text) ?? 0) })
            for item in (url.query ?? "").split(separator: "&") {
                let parts = item.split(separator: "=")
                if parts.count == 2 { asked[String(parts[0])] = Int(parts[1]) }
            }
            let size = min(asked["size"] ?? most, most)
            let first = asked["from"] ?? asked["page"].map { ($0 - 1) * size } ?? 0
            let records = Array(first..<max(first, min(first + size, count)))
            let next = first + size
            var body: JSONObject = ["total": .integer(Int64(count)), "more": .bool(next < count)]
            if next < count {
                body["token"] = .integer(Int64(next))
                body["next"] = .string("?from=\(next)&size=\(size)")
            }
            var headers: HTTPHeaders = []
            if next < count { headers.append(HTTPHeader("Link", "<?from=\(next)&size=\(size)>; rel=next")) }
            var digest = PageDigest()
            digest.add(
                RecordBatch(
                    elementsOf: JSONDocument(.array(records.map { ["id": .integer(Int64($0))] })).root))
            return (
                records,
                AnswerFacts(
                    url: url, headers: headers, body: JSONDocument(.object(body)).root, recordCount: records.count,
                    digest: digest.finish())
            )
        }
    }

    private func pagers(size: Int) throws -> [Pagination] {
        let (total, more) = (try JSONPath("total"), StopCondition.field(path: try JSONPath("more"), value: false))
        let pageSize = PageSize(parameter: "size", size: size)
        let stops: [StopCondition?] = [nil, more, .emptyPage, .totalCount(path: total)]
        return try stops.flatMap { stop in
            [
                .cursor(
                    CursorPagination(
                        source: .body(try JSONPath("token")), parameter: "from", pageSize: pageSize, stop: stop)),
                .offset(OffsetPagination(offsetParameter: "from", limitParameter: "size", limit: size, stop: stop)),
                .pageNumber(PageNumberPagination(pageParameter: "page", pageSize: pageSize, stop: stop)),
                .nextURL(path: try JSONPath("next"), stop: stop), .linkHeader(relation: "next", stop: stop),
            ]
        }
    }

    @Test(arguments: [0, 1, 2, 9, 10, 11, 25, 100]) func `every record is visited once`(count: Int) throws {
        for size in [1, 2, 3, 10, 24, 25, 26, 1_000] {
            let api = API(count: count, most: 1_000)
            for (way, pagination) in try pagers(size: size).enumerated() {
                let pager = Pager(pagination)
                var visited: [Int] = []
                var place: JSONObject? = [:]
                while let current = place, visited.count <= count {
                    let answer = try api.answer(to: pager.draft(current), way: way)
                    visited += answer.records
                    place = try pager.next(after: current, answer.facts)
                    // In another process.
                    place = try place.map { try #require(try JSONValue.parse(JSONValue.object($0).description).object) }
                }
                #expect(visited == Array(0..<count), "\(pagination)")
            }
        }
    }

    @Test func `an API that gives less than it is asked for loses nothing where it counts`() throws {
        let api = API(count: 25, most: 4)
        let total = StopCondition.totalCount(path: try JSONPath("total"))
        let pager = Pager(
            .offset(OffsetPagination(offsetParameter: "from", limitParameter: "size", limit: 10, stop: total)))
        var visited: [Int] = []
        var place: JSONObject? = [:]
        while let current = place, visited.count <= 25 {
            let answer = try api.answer(to: pager.draft(current), way: 0)
            visited += answer.records
            place = try pager.next(after: current, answer.facts)
        }
        #expect(visited == Array(0..<25))
    }
}
