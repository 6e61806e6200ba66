internal import HTTPClient

extension HTTPPolicy {
    /// Whether a request is made again after an answer that is not wanted.
    func repeats(after head: HTTPResponseHead) -> Bool {
        retryStatuses.contains(head.status) || head.refusesForLimits
    }
}

extension HTTPResponseHead {
    /// Whether an answer refuses a request before it was carried out because there were too many. Some servers, such as
    /// GitHub's, forbid it then.
    var refusesForLimits: Bool {
        switch status {
        case 429: true
        case 503: headers["Retry-After"] != nil
        case 403: headers["Retry-After"] != nil || headers["X-RateLimit-Remaining"] == "0"
        default: false
        }
    }
}
