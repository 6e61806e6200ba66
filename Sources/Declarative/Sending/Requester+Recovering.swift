internal import Connector
internal import HTTPClient

extension Requester {
    /// Waits before a request is made again because its answer was not what it should be.
    ///
    /// Throws what becomes of it when there are no retries left, or not enough time.
    func recover(
        from setback: Setback, _ retries: inout Retries, until deadline: Deadline
    ) async throws(RequestFault) {
        guard setback.mayRepeat,
            let wait = retries.next(policy, retryAfter: setback.retryAfter, draw: timing.draw())
        else { throw .failed(environment.secrets.masked(setback.failure)) }
        log(
            .warning,
            "\(setback.failure.message); retry \(retries.count) of \(policy.maximumRetries) in \(wait.spoken)")
        try await timing.hold(
            for: wait, announced: setback.retryAfter == wait,
            reason: environment.secrets.masked(setback.failure.message), activity: environment.activity,
            until: deadline)
        environment.activity.countRetry()
    }

    /// The same for a request that no answer came to.
    func recover(
        from error: HTTPError, of draft: RequestDraft, _ retries: inout Retries, until deadline: Deadline
    ) async throws(RequestFault) {
        if error.kind == .cancelled || deadline.isPulled { throw .stopped }
        // What remained was less than the time allowed for a request.
        let remaining = timing.remaining(until: deadline)
        if case .timeout = error.kind, let remaining, remaining < .milliseconds(20) {
            throw .outOfTime(resumeAfter: nil)
        }
        let mayRepeat = error.isTransient && (draft.isSafeToRepeat || !error.wasSent)
        try await recover(
            from: Setback(Failure(error), mayRepeat: mayRepeat), &retries, until: deadline)
    }

    /// Why an answer must be asked for again, or what becomes of it when it may not be. An answer that refuses a request
    /// before it was carried out allows to repeat any.
    func setback(_ failure: Failure, after head: HTTPResponseHead, to draft: RequestDraft) -> Setback {
        let retryAfter = head.retryAfter(now: timing.date())
        return Setback(
            failure, retryAfter: retryAfter, mayRepeat: draft.isSafeToRepeat || head.refusesForLimits)
    }
}

extension Duration {
    /// The duration for a person, as "1.5 s", "12 min", "3 h" or "365 days".
    var spoken: String {
        let seconds = self / .seconds(1)
        if seconds >= 172_800 { return "\(Int((seconds / 86_400).rounded())) days" }
        if seconds >= 10_800 { return "\(Int((seconds / 3600).rounded())) h" }
        if seconds >= 600 { return "\(Int((seconds / 60).rounded())) min" }
        return seconds >= 10 ? "\(Int(seconds.rounded())) s" : "\((seconds * 10).rounded() / 10) s"
    }
}
