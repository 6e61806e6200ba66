internal import Connector
internal import HTTPClient
internal import JSON

/// Says why there is no token.
enum TokenFailure {
    /// What it means that an answer holds no token: because of its status, or because `member` is not in it. Of the answer
    /// only the message is shown, because anything else in it may be a secret.
    static func failure(
        _ settled: Requester.Settled, at url: HTTPURL, lacking member: String, _ requester: Requester
    ) -> Failure {
        if let failure = settled.failure, failure.mayRetry { return failure }
        let said = settled.document.flatMap { Explanation.message(in: $0.root) }.map { ": \($0)" } ?? ""
        let status = settled.head.status
        let problem =
            settled.failure == nil
            ? "the answer has no `\(member)`" : "HTTP \(status)" + (StatusName.of(status).map { " \($0)" } ?? "")
        return requester.environment.secrets.masked(
            Failure(
                .auth, "\(url.host) gave no token: \(problem)\(said)",
                hint: "check the credentials in the configuration"))
    }
}
