internal import Connector
internal import HTTPClient
internal import JSON

/// Decides what becomes of answers.
struct AnswerJudge: Sendable {
    let policy: ErrorPolicy
    let http: HTTPPolicy
    /// The statuses that mean success; nil for all from 200 to 299.
    var expectedStatuses: [Int]?

    /// Tries the rules on an answer of any status, then looks at the status. `body` is nil where there is no document,
    /// or none yet.
    func judge(_ head: HTTPResponseHead, body: JSONView?) -> Judgement {
        if let rule = policy.rules.first(where: { $0.fits(status: head.status, body: body) }) {
            return judgement(rule.action, ErrorAnswer(head: head, body: body, explanation: rule.message))
        }
        if isSuccess(head.status) { return .accept }
        let answer = ErrorAnswer(head: head, body: body, explanation: nil)
        guard http.retryStatuses.contains(head.status) || head.refusesForItsLimits else {
            return judgement(policy.strategy, answer)
        }
        let otherwise: Judgement = policy.strategy == .skip ? .skip(note: answer.note) : .fail(answer.failure)
        return .retry(answer.failure, otherwise: otherwise)
    }

    private func isSuccess(_ status: Int) -> Bool {
        expectedStatuses?.contains(status) ?? (200..<300).contains(status)
    }

    private func judgement(_ action: ErrorPolicy.Action, _ answer: ErrorAnswer) -> Judgement {
        switch action {
        case .fail: .fail(answer.failure)
        case .skip: .skip(note: answer.note)
        case .retry: .retry(answer.failure, otherwise: .fail(answer.failure))
        }
    }
}

extension HTTPResponseHead {
    /// Whether an answer that forbids something does so because there was too much of it, as GitHub's do.
    var refusesForItsLimits: Bool {
        status == 403 && (headers["Retry-After"] != nil || headers["X-RateLimit-Remaining"] == "0")
    }
}

extension ErrorPolicy.Rule {
    /// Whether the rule is for an answer. One without a status is for any, and one without a path for any body.
    func fits(status: Int, body: JSONView?) -> Bool {
        guard !statuses.isEmpty || path != nil, statuses.isEmpty || statuses.contains(status) else { return false }
        guard let path else { return true }
        guard let body else { return false }
        guard let value else { return path.first(in: body) != nil }
        var isFound = false
        path.forEach(in: body) { found in isFound = isFound || value.isMeant(by: found) }
        return isFound
    }
}
