import Connector
import JSON

@testable import Declarative
@testable import HTTPClient

extension AnswerFacts {
    /// An answer with a JSON body, as a pager sees it.
    static func answer(
        _ body: String = "{}", records: Int = 0, digest: String? = nil, headers: [(String, String)] = [],
        url: String = "https://api.example.com/v1/items?limit=2"
    ) throws -> AnswerFacts {
        AnswerFacts(
            url: try HTTPURL(url), headers: HTTPHeaders(headers.map { HTTPHeader($0.0, $0.1) }),
            body: try JSONDocument.parse(body).root, recordCount: records, digest: digest)
    }
}

extension Pager {
    /// The request for the page at a place.
    func draft(_ place: JSONObject, from draft: RequestDraft = .init(.get, url: "https://api.example.com/v1/items"))
        -> RequestDraft
    {
        var draft = draft
        apply(place, to: &draft)
        return draft
    }
}

extension RequestDraft {
    /// The parameters as a query.
    var query: String { parameters.map { "\($0.name)=\($0.text)" }.joined(separator: "&") }
}
