internal import Connector
internal import HTTPClient
internal import JSON

/// The next page's address stands in the body.
struct NextURLPager: PagingStrategy {
    private let path: JSONPath
    private let following: FollowedURL

    init(path: JSONPath, stop: StopCondition?) {
        self.path = path
        following = FollowedURL(stop: StopCheck(stop))
    }

    var bodyPaths: [JSONPath] { following.stop.bodyPaths + [path] }
    var comparesPages: Bool { false }

    func token(at place: JSONObject) -> JSONValue? { following.url(at: place) }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) { following.apply(place, to: &draft) }

    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        if following.stop.saying(place, answer) == .last { return nil }
        guard let found = answer.body.flatMap({ path.first(in: $0) }), !found.isNull, found.bool != false else {
            return nil
        }
        guard let reference = found.string else {
            throw Failure(
                .data,
                "The answer of \(answer.url.redacted) has no address at `\(path)` but \(found.kind.phrase).")
        }
        return reference.isEmpty ? nil : try following.place(of: reference, after: place, answer)
    }
}
