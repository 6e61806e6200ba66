internal import Connector
internal import HTTPClient
internal import JSON

/// Pages are asked for by their number.
struct PageNumberPager: PagingStrategy {
    private let pagination: PageNumberPagination
    private let rule: PageRule

    init(_ pagination: PageNumberPagination, _ counting: RecordCounting) {
        self.pagination = pagination
        rule = PageRule(
            stop: StopCheck(pagination.stop), pageSize: pagination.pageSize?.size, parameter: pagination.pageParameter,
            counting: counting)
    }

    var bodyPaths: [JSONPath] { rule.stop.bodyPaths }
    var comparesPages: Bool { true }

    func token(at place: JSONObject) -> JSONValue? { .integer(number(at: place)) }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) {
        draft.set(pagination.pageParameter, to: .integer(number(at: place)), in: pagination.location)
        if let size = pagination.pageSize, let parameter = size.parameter {
            draft.set(parameter, to: .integer(Int64(size.size)), in: pagination.location)
        }
    }

    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        guard try rule.hasNext(after: place, answer) else { return nil }
        let (number, overflow) = number(at: place).addingReportingOverflow(1)
        if overflow { throw Failure(.source, "The pages of \(answer.url.redacted) have no end.") }
        var next: JSONObject = ["page": .integer(number)]
        rule.note(from: place, answer, in: &next)
        return next
    }

    private func number(at place: JSONObject) -> Int64 {
        place["page"]?.int64 ?? Int64(pagination.start)
    }
}
