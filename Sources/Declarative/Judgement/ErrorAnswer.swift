internal import Connector
internal import HTTPClient
internal import JSON

/// An answer that is in error, for a person.
struct ErrorAnswer {
    let head: HTTPResponseHead
    let body: JSONView?
    /// What the connector's rule says of it.
    let explanation: String?

    /// What is told when the answer is left out.
    var note: String { sentence }

    /// What is told when the answer is the end.
    var failure: Failure {
        Failure(kind, sentence, hint: hint, mayRetry: mayRetry)
    }

    private var sentence: String {
        let answered = "\(head.url.redacted) answered with status \(head.status)"
        let own = ErrorText.find(in: body).map { ": \($0)" } ?? ""
        return (explanation.map { "\($0) (\(answered)\(own))" } ?? answered + own).endingSentence
    }

    private var kind: Failure.Kind {
        switch head.status {
        case 403 where head.refusesForItsLimits: .rateLimit
        case 401, 403, 407: .auth
        case 429: .rateLimit
        default: .source
        }
    }

    private var hint: String? {
        switch head.status {
        case 401: "Check the credentials in the configuration: they may be wrong, expired or revoked."
        case 403 where !head.refusesForItsLimits:
            "The credentials lack a permission for this, or the plan does not include it."
        case 404 where explanation == nil: "Check the URL, and the ids in the configuration."
        default: nil
        }
    }

    private var mayRetry: Bool {
        head.refusesForItsLimits || head.status == 408 || head.status == 425 || head.status == 429 || head.status >= 500
    }
}

extension String {
    fileprivate var endingSentence: String {
        utf8.last.map { ".!?".utf8.contains($0) } == true ? self : self + "."
    }
}
