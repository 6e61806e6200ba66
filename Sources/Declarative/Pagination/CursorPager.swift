internal import Connector
internal import HTTPClient
internal import JSON

/// Each answer holds a token that asks for the next page.
struct CursorPager: PagingStrategy {
    private let pagination: CursorPagination
    private let stop: StopCheck

    init(_ pagination: CursorPagination) {
        self.pagination = pagination
        stop = StopCheck(pagination.stop)
    }

    var bodyPaths: [JSONPath] {
        if case .body(let path) = pagination.source { stop.bodyPaths + [path] } else { stop.bodyPaths }
    }

    var comparesPages: Bool { false }

    func token(at place: JSONObject) -> JSONValue? { place["token"] }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) {
        if let size = pagination.pageSize, let parameter = size.parameter {
            let location: RequestLocation = pagination.location == .body ? .body : .query
            draft.set(parameter, to: .integer(Int64(size.size)), in: location)
        }
        if let parameter = pagination.parameter, let token = token(at: place) {
            draft.set(parameter, to: token, in: pagination.location)
        }
    }

    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        if stop.saying(place, answer) == .last { return nil }
        guard let token = nextToken(in: answer) else { return nil }
        var standstill = Standstill(at: place, key: place["token"]?.description)
        guard token != place["token"], standstill.goOn(to: token.description) else {
            throw Failure(
                .source,
                "The pages of \(answer.url.redacted) stand still: its answer names the token of a page that was read"
                    + " already as that of the next.",
                hint: "check that the token is sent where the API expects it: \(sending)")
        }
        var next: JSONObject = ["token": token]
        standstill.note(in: &next)
        stop.count(from: place, answer, to: &next)
        return next
    }

    /// The token of the next page; nil when there is none: missing, null, false or empty, and in a header `null` as well.
    private func nextToken(in answer: AnswerFacts) -> JSONValue? {
        switch pagination.source {
        case .header(let name):
            guard let text = answer.headers[name], !text.isEmpty, text.lowercased() != "null" else { return nil }
            return .string(text)
        case .body(let path):
            guard let found = answer.body.flatMap({ path.first(in: $0) }) else { return nil }
            switch JSONValue(found) {
            case .null, .bool(false), .string(""), .array([]): return nil
            case .object(let members) where members.isEmpty: return nil
            case let token: return token
            }
        }
    }

    private var sending: String {
        guard let parameter = pagination.parameter else { return "a template uses `next_page_token`" }
        return switch pagination.location {
        case .query: "query parameter `\(parameter)`"
        case .header: "header `\(parameter)`"
        case .body: "field `\(parameter)` of the body"
        case .path: "a template uses `next_page_token`"
        }
    }
}
