internal import Connector
internal import HTTPClient
internal import JSON

/// The next page's address stands in a `Link` header.
struct LinkHeaderPager: PagingStrategy {
    private let relation: String
    private let following: FollowedURL

    init(relation: String, stop: StopCondition?) {
        self.relation = relation
        following = FollowedURL(stop: StopCheck(stop))
    }

    var bodyPaths: [JSONPath] { following.stop.bodyPaths }
    var comparesPages: Bool { false }

    func token(at place: JSONObject) -> JSONValue? { following.url(at: place) }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) { following.apply(place, to: &draft) }

    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        if following.stop.saying(place, answer) == .last { return nil }
        for header in answer.headers.values(of: "Link") {
            for link in WebLink.links(in: header) where link.has(relation: relation) {
                return try following.place(of: link.target, after: place, answer)
            }
        }
        return nil
    }
}
