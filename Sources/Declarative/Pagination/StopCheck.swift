internal import JSON

/// Carries out a stop condition, counting in the place what the condition needs counted.
struct StopCheck: Sendable {
    private let condition: StopCondition?

    /// What a stop condition says of an answer.
    enum Saying: Hashable {
        /// This was the last page.
        case last
        /// There are more, whatever this page looks like.
        case more
        /// Nothing: what the pagination says by itself counts.
        case nothing
    }

    /// A check of a condition; none says nothing.
    init(_ condition: StopCondition?) {
        self.condition = condition
    }

    var bodyPaths: [JSONPath] {
        switch condition {
        case .emptyPage, nil: []
        case .field(let path, _), .totalCount(let path), .totalPages(let path): [path]
        }
    }

    /// Whether the condition is about the number of records read.
    var countsRecords: Bool {
        if case .totalCount = condition { true } else { false }
    }

    /// What the condition says, where `place` is the place of the page that was answered.
    func saying(_ place: JSONObject, _ answer: AnswerFacts) -> Saying {
        switch condition {
        case nil: return .nothing
        case .emptyPage: return answer.recordCount == 0 ? .last : .more
        case .field(let path, let wanted):
            guard let found = answer.body.flatMap({ path.first(in: $0) }) else { return .nothing }
            if wanted.isMeant(by: found) { return .last }
            return found.isNull ? .nothing : .more
        case .totalCount(let path):
            guard let total = total(at: path, in: answer) else { return .nothing }
            return recordsRead(at: place) + Double(answer.recordCount) >= total ? .last : .more
        case .totalPages(let path):
            guard let total = total(at: path, in: answer) else { return .nothing }
            return pagesRead(at: place) + 1 >= total ? .last : .more
        }
    }

    /// Carries the counts that the condition needs from a place to the one after it.
    func count(from place: JSONObject, _ answer: AnswerFacts, to next: inout JSONObject) {
        switch condition {
        case .totalCount: next["read"] = .integer(Int64(recordsRead(at: place)) + Int64(answer.recordCount))
        case .totalPages: next["pages"] = .integer(Int64(pagesRead(at: place)) + 1)
        case .emptyPage, .field, nil: break
        }
    }

    private func recordsRead(at place: JSONObject) -> Double { Self.count(place["read"]) }
    private func pagesRead(at place: JSONObject) -> Double { Self.count(place["pages"]) }

    /// A count from a place, which may come from a state that anybody wrote.
    private static func count(_ value: JSONValue?) -> Double {
        min(max(value?.double ?? 0, 0), 1e15)
    }

    /// A number, or a text that is one, as XML has it.
    private func total(at path: JSONPath, in answer: AnswerFacts) -> Double? {
        guard let found = answer.body.flatMap({ path.first(in: $0) }) else { return nil }
        return found.double ?? found.string.flatMap { Double($0) }
    }
}
