import Crypto
import JSON
import Testing

@testable import Demo

@Suite struct DemoAPITests {
    private func api(_ change: (inout DemoSettings) -> Void = { _ in }) -> DemoAPI {
        var settings = DemoSettings()
        change(&settings)
        return DemoAPI(data: DemoData(settings), server: 0xCAFE)
    }

    /// An answer, as far as it can be compared.
    private struct Answer: Equatable {
        var status: Int
        var link: String?
        var body: JSONValue
        var ids: [Int64] { body["data"]?.array?.compactMap { $0["id"]?.int64 } ?? [] }
        var rest: JSONValue {
            var rest = body.object ?? [:]
            rest["data"] = nil
            return .object(rest)
        }
    }

    private func get(_ path: String, _ parameters: [String: String] = [:], number: Int = 1, of api: DemoAPI) throws
        -> Answer
    {
        let answer = api.answer(DemoRequest(path: path, parameters: parameters), number: number)
        return Answer(
            status: answer.status, link: answer.headers.first { $0.name == "Link" }?.value,
            body: try JSONValue.parse(answer.body.text))
    }

    @Test func `a page has records, whether there are more, where, and how many in all`() throws {
        let api = api()
        let first = try get("/v1/customers", of: api)
        #expect(first.ids == Array(1...500))
        #expect(first.rest == ["has_more": true, "next": "501", "total": 2_000])
        let last = try get("/v1/customers", ["limit": "3", "page_token": "1999"], of: api)
        #expect(last.ids == [1_999, 2_000])
        #expect(last.rest == ["has_more": false, "total": 2_000])
        let orders = try get("/v1/orders", ["limit": "2", "updated_since": "2024-01-01T01:00:00+01:00"], of: api)
        #expect(
            orders.rest == [
                "has_more": true, "next": "/v1/orders?limit=2&page_token=3&updated_since=2024-01-01T00:00:00Z",
                "total": 20_000,
            ])
        let events = try get("/v1/events", ["limit": "2", "page": "3"], of: api)
        #expect(events.ids == [5, 6])
        #expect(events.rest == ["has_more": true, "total": 50_000])
        let region = try get("/v1/regions/3/events", ["limit": "2"], of: api)
        #expect(region.ids == [3, 11])
        #expect(region.link == #"</v1/regions/3/events?limit=2&page_token=19>; rel="next""#)
        #expect(region.rest == ["has_more": true, "total": 6_250])
    }

    @Test func `nothing is a page too`() throws {
        let api = api { $0.customers = 0 }
        #expect(try get("/v1/customers", of: api).body == ["data": [], "has_more": false, "total": 0])
        #expect(
            try get("/v1/orders", ["page_token": "99999999"], of: api).rest == ["has_more": false, "total": 20_000])
        #expect(try get("/v1/events", ["page": "1000000000"], of: api).rest == ["has_more": false, "total": 50_000])
    }

    @Test(arguments: ["/v1/customers", "/v1/orders", "/v1/events", "/v1/regions/2/events"], [1, 7, 64])
    func `any size of page makes the same records`(path: String, size: Int) throws {
        let api = api { ($0.customers, $0.orders, $0.events, $0.regions) = (100, 100, 200, 2) }
        let whole = try get(path, ["limit": "10000"], of: api).body["data"]
        var parts: [JSONValue] = []
        var parameters = ["limit": String(size)]
        for _ in 0..<250 {
            let answer = try get(path, parameters, of: api)
            parts += answer.body["data"]?.array ?? []
            guard answer.body["has_more"] == true else { break }
            let next = answer.body["next"]?.string ?? answer.link ?? "&page=\(parts.count / size + 1)"
            let text = next.split(separator: "&").last ?? ""
            parameters[path == "/v1/events" ? "page" : "page_token"] = String(
                text.drop { !$0.isNumber }.prefix { $0.isNumber })
        }
        #expect(parts.count == (path == "/v1/events" ? 200 : 100))
        #expect(.array(parts) == whole)
    }

    @Test func `only what is new is a page of its own`() throws {
        let api = api()
        let all = try get("/v1/customers", ["limit": "10000"], of: api).body["data"]?.array ?? []
        let since = try #require(all[1_500]["updated_at"]?.string)
        let new = try get("/v1/customers", ["limit": "10000", "updated_since": since], of: api)
        #expect(new.body["data"]?.array == Array(all[1_500...]))
        #expect(new.body["total"] == 500)
    }

    private static let senseless: [(query: String, status: Int, message: String?)] = [
        ("/v1/customers?limit=0", 400, "`limit` must be a whole number from 1 to 10000, not `0`"),
        ("/v1/customers?limit=10001", 400, "`limit` must be a whole number from 1 to 10000, not `10001`"),
        ("/v1/events?page=x", 400, "`page` must be a whole number from 1 to 1000000000, not `x`"),
        ("/v1/events?page=99999999999999999999", 400, nil),
        ("/v1/customers?page_token=x", 400, "`x` is no page token"),
        ("/v1/customers?page_token=1.2", 400, "`1.2` is no page token"),
        ("/v1/customers?page_token=9223372036854775807", 400, nil),
        ("/v1/customers?page_token=1.-2.a", 400, nil),
        (
            "/v1/orders?updated_since=yesterday", 400,
            "`updated_since` must be a time such as 2024-01-31T10:20:30Z, not `yesterday`"
        ),
        ("/v1/orders?update_since=x", 400, "unknown parameter `update_since`; did you mean `updated_since`?"),
        ("/v1/regions/0/events", 404, nil), ("/v1/regions/9/events", 404, nil), ("/v1/regions/x/events", 404, nil),
        ("/v1/regions/1", 404, nil), ("/v1/customers/", 404, nil), ("/customers", 404, nil), ("", 404, nil),
        ("//v1/customers", 404, nil),
    ]

    @Test func `what makes no sense is refused`() throws {
        for (query, status, message) in Self.senseless {
            let parts = query.split(separator: "?", omittingEmptySubsequences: false).map { String($0) }
            var parameters: [String: String] = [:]
            for pair in parts.dropFirst() {
                let sides = pair.split(separator: "=").map { String($0) }
                parameters[sides[0]] = sides[1]
            }
            let answer = try get(parts[0], parameters, of: api())
            #expect(answer.status == status, "\(query)")
            let text = try #require(answer.body["error"]?.string)
            if let message { #expect(text == message) }
        }
    }

    @Test func `a token lives for so many requests, and no longer than its server`() throws {
        let api = api { $0.tokenLifetime = 2 }
        let token = try #require(try get("/v1/customers", number: 5, of: api).body["next"]?.string)
        #expect(token == "501.5.cafe")
        for (number, status) in [(6, 200), (7, 200), (8, 410)] {
            #expect(try get("/v1/customers", ["page_token": token], number: number, of: api).status == status)
        }
        let other = DemoAPI(data: api.data, server: 0xBEEF)
        #expect(try get("/v1/customers", ["page_token": token], number: 6, of: other).status == 410)
        #expect(try get("/v1/customers", ["page_token": "501"], number: 6, of: api).status == 410)
        #expect(try get("/v1/customers", ["page_token": token], number: 900, of: self.api()).status == 200)
    }
}
