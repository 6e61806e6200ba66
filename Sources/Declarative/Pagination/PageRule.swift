internal import Connector
internal import HTTPClient
internal import JSON

/// When pages that are asked for by their place in the list are at their end, or do not move.
struct PageRule: Sendable {
    let stop: StopCheck
    /// How many records a full page has, where that is known.
    let pageSize: Int?
    /// What the API seems to ignore when its pages do not move.
    let parameter: String
    let counting: RecordCounting

    private static let mostEmptyPages: Int64 = 100

    /// Whether there is a page after the one at `place`. Throws when the pages do not move.
    func hasNext(after place: JSONObject, _ answer: AnswerFacts) throws(Failure) -> Bool {
        switch stop.saying(place, answer) {
        case .last: return false
        case .more:
            // What is missing from a total will not come any more: lists change while they are read.
            if answer.recordCount == 0, stop.countsRecords { return false }
        case .nothing:
            if answer.recordCount == 0 { return false }
            if counting.countsAll, let pageSize, answer.recordCount < pageSize { return false }
        }
        if answer.recordCount == 0 {
            guard emptyPages(at: place) + 1 < Self.mostEmptyPages else {
                throw Failure(
                    .source,
                    "\(answer.url.redacted) answered \(Self.mostEmptyPages) pages in a row without records, and says"
                        + " that there are more.",
                    hint: "check `stop` and `\(parameter)`")
            }
        } else if let digest = answer.digest, digest == place["page_digest"]?.string {
            throw Failure(
                .source,
                "The pages of \(answer.url.redacted) stand still: two in a row have the same \(answer.recordCount)"
                    + " records.",
                hint: "check that the API knows the parameter `\(parameter)`")
        }
        return true
    }

    /// Carries what the rule needs from a place to the one after it.
    func note(from place: JSONObject, _ answer: AnswerFacts, in next: inout JSONObject) {
        stop.count(from: place, answer, to: &next)
        if answer.recordCount == 0 {
            next["empty_pages"] = .integer(emptyPages(at: place) + 1)
            next["page_digest"] = place["page_digest"]
        } else {
            next["page_digest"] = answer.digest.map { .string($0) }
        }
    }

    private func emptyPages(at place: JSONObject) -> Int64 {
        min(max(place["empty_pages"]?.int64 ?? 0, 0), Self.mostEmptyPages)
    }
}
