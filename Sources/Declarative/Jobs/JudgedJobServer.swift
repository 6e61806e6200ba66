internal import Connector
internal import HTTPClient
internal import JSON

/// Asks for jobs through a requester, and does with answers in error what the stream's policy wants, as with those that
/// have records.
struct JudgedJobServer: JobServer {
    let requester: Requester
    let judge: AnswerJudge

    func document(
        for draft: RequestDraft, until deadline: Deadline, missing statuses: Set<Int>
    ) async throws(RequestFault) -> JSONDocument? {
        var retries = Retries()
        while true {
            let settled = try await requester.settled(draft, until: deadline)
            // The status alone says that there is nothing, whatever the body is.
            if statuses.contains(settled.head.status) { return nil }
            let judgement = judge.judge(settled.head, body: settled.document?.root)
            if judgement == .accept { return try document(settled, draft) }
            let failure = failure(settled, judgement.rule, draft)
            // Statuses that are tried again were tried again by now; what is left are rules.
            let isExhausted = judge.http.repeats(after: settled.head)
            switch judgement {
            case .retry where !isExhausted:
                let setback = requester.setback(failure, after: settled.head, to: draft)
                try await requester.recover(from: setback, &retries, until: deadline)
            case .skip: throw .leftOut(note: failure.message)
            case .retry where judge.policy.strategy == .skip && failure.kind == .source:
                throw .leftOut(note: failure.message)
            case .retry, .fail, .accept: throw .failed(failure)
            }
        }
    }

    func wait(for interval: Duration, until deadline: Deadline) async throws(RequestFault) {
        if await requester.timing.sleep(interval, deadline) { return }
        throw deadline.isPulled ? .stopped : .outOfTime(resumeAfter: interval)
    }

    private func document(_ settled: Requester.Settled, _ draft: RequestDraft) throws(RequestFault) -> JSONDocument {
        if let failure = settled.failure { throw .failed(failure) }
        guard let document = settled.document else {
            let place = "\(draft.method.rawValue) \(settled.head.url.redacted)"
            throw .failed(Failure(.data, "\(place): the answer is not JSON"))
        }
        return document
    }

    private func failure(_ settled: Requester.Settled, _ rule: String?, _ draft: RequestDraft) -> Failure {
        if rule == nil, let failure = settled.failure { return failure }
        let said = settled.document.map { Explanation.of($0.root) } ?? nil
        return requester.failure(settled.head, to: draft, saying: said, rule: rule)
    }
}
