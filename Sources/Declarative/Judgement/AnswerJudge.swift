internal import HTTPClient
internal import JSON

/// Decides what becomes of answers.
struct AnswerJudge: Sendable {
    let policy: ErrorPolicy
    let http: HTTPPolicy

    /// Tries the rules on an answer of any status, then looks at the status. `body` is nil where there is no document,
    /// or none yet.
    func judge(_ head: HTTPResponseHead, body: JSONView?) -> Judgement {
        let isLimit = head.status == 403 && head.refusesForLimits
        // A rule for 403 means what may never be read, which is not to be taken for what may be read later.
        let rule = policy.rules.first { ($0.path != nil || !isLimit) && $0.fits(status: head.status, body: body) }
        if let rule {
            return judgement(rule.action, saying: rule.message)
        }
        if (200..<300).contains(head.status) { return .accept }
        if http.repeats(after: head) { return .retry(saying: nil) }
        // Wrong credentials are not an error of one slice: without this, a sync of nothing would be a success.
        if [401, 407].contains(head.status) { return .fail(saying: nil) }
        return judgement(policy.strategy, saying: nil)
    }

    private func judgement(_ action: ErrorPolicy.Action, saying message: String?) -> Judgement {
        switch action {
        case .fail: .fail(saying: message)
        case .skip: .skip(saying: message)
        case .retry: .retry(saying: message)
        }
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
