internal import DateTime
internal import JSON

/// The demo's API: what is answered to a request. It keeps nothing.
///
///     GET /v1/customers                 page_token, updated_since    `next` is the next page's token
///     GET /v1/orders                    page_token, updated_since    `next` is the next page's address
///     GET /v1/events                    page, created_since          `has_more` says that there is a next page
///     GET /v1/regions                   page_token                   `next` is the next page's token
///     GET /v1/regions/{id}/events       page_token, created_since    the header `Link` has the next page's address
///
/// All take `limit`, and answer `{"data":[…],"has_more":true,"next":…,"total":20000}`.
struct DemoAPI: Sendable {
    static let defaultLimit = 500
    static let largestLimit = 10_000

    let data: DemoData
    /// What the server calls itself in tokens.
    let server: UInt64

    /// Answers a request that is the so-manieth.
    func answer(_ request: DemoRequest, number: Int) -> DemoAnswer {
        do throws(Refusal) {
            return try page(try Collection(path: request.path, in: data), request, number)
        } catch {
            return DemoAnswer(error)
        }
    }

    private func page(
        _ collection: Collection, _ request: DemoRequest, _ number: Int
    ) throws(Refusal) -> DemoAnswer {
        let parameters = QueryParameters(request.parameters)
        try parameters.check(collection.parameters)
        let limit = try parameters.count("limit", upTo: Self.largestLimit) ?? Self.defaultLimit
        let since = try collection.since.map { (name) throws(Refusal) in try parameters.instant(name) } ?? nil
        let now = PageToken.Issue(request: number, server: server)
        let all = collection.numbers.from(since.map { data.first(of: collection.kind, since: $0) } ?? 1)
        var rest = all
        if collection.paging == .number {
            let page = try parameters.count("page", upTo: 1_000_000_000) ?? 1
            rest = all.dropping((page - 1) * limit)
        } else if let token = try parameters.token() {
            if token.isExpired(at: now, lifetime: data.settings.tokenLifetime) {
                throw Refusal(status: 410, message: "the page token has expired; begin again without one")
            }
            rest = all.from(token.number)
        }
        let shown = rest.keeping(limit)
        var writer = RecordWriter(data, capacity: 256 + shown.count * collection.kind.usualSize)
        writer.json.beginObject()
        writer.json.key("data")
        writer.array(of: collection.kind, shown)
        let hasMore = rest.count > shown.count
        writer.json.key("has_more")
        writer.json.bool(hasMore)
        var link: String?
        if hasMore {
            let token = PageToken(
                number: rest.dropping(limit).first, issue: data.settings.tokenLifetime > 0 ? now : nil)
            var address = "\(collection.path)?limit=\(limit)&page_token=\(token)"
            if let name = collection.since, let since { address += "&\(name)=\(since.iso8601())" }
            switch collection.paging {
            case .number: break
            case .token:
                writer.json.key("next")
                writer.json.string(token.description)
            case .address:
                writer.json.key("next")
                writer.json.string(address)
            case .link: link = "<\(address)>; rel=\"next\""
            }
        }
        writer.json.key("total")
        writer.json.integer(all.count)
        writer.json.endObject()
        var answer = DemoAnswer(writer.json)
        if let link { answer.headers.append(("Link", link)) }
        return answer
    }
}

extension RecordKind {
    /// As many bytes as few records have, so that a page's buffer is rarely moved.
    fileprivate var usualSize: Int {
        switch self {
        case .customer: 300
        case .order: 380
        case .event: 136
        case .region: 40
        }
    }
}
