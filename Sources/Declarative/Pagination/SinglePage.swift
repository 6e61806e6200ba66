internal import Connector
internal import JSON

/// All records come in one answer.
struct SinglePage: PagingStrategy {
    var bodyPaths: [JSONPath] { [] }
    var comparesPages: Bool { false }

    func token(at place: JSONObject) -> JSONValue? { nil }
    func apply(_ place: JSONObject, to draft: inout RequestDraft) {}
    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? { nil }
}
