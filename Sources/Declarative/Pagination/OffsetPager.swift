internal import Connector
internal import HTTPClient
internal import JSON

/// Pages are asked for by how many records to skip: as many as there were, so that none is lost where an API gives fewer
/// than it was asked for.
struct OffsetPager: PagingStrategy {
    private let pagination: OffsetPagination
    private let rule: PageRule

    init(_ pagination: OffsetPagination, _ counting: RecordCounting) {
        self.pagination = pagination
        rule = PageRule(
            stop: StopCheck(pagination.stop), pageSize: pagination.limit, parameter: pagination.offsetParameter,
            counting: counting)
    }

    var bodyPaths: [JSONPath] { rule.stop.bodyPaths }
    var comparesPages: Bool { true }

    func token(at place: JSONObject) -> JSONValue? { .integer(offset(at: place)) }

    func apply(_ place: JSONObject, to draft: inout RequestDraft) {
        draft.set(pagination.offsetParameter, to: .integer(offset(at: place)), in: pagination.location)
        if let parameter = pagination.limitParameter {
            draft.set(parameter, to: .integer(Int64(pagination.limit)), in: pagination.location)
        }
    }

    func next(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> JSONObject? {
        guard try rule.hasNext(after: place, answer) else { return nil }
        // A path that selects some of a page's records does not tell how many the page had. Nor does an empty page.
        let step = rule.counting.countsAll && answer.recordCount > 0 ? answer.recordCount : pagination.limit
        let (offset, overflow) = offset(at: place).addingReportingOverflow(Int64(step))
        if overflow { throw Failure(.source, "The pages of \(answer.url.redacted) have no end.") }
        var next: JSONObject = ["offset": .integer(offset)]
        rule.note(from: place, answer, in: &next)
        return next
    }

    private func offset(at place: JSONObject) -> Int64 {
        place["offset"]?.int64 ?? Int64(pagination.start)
    }
}
