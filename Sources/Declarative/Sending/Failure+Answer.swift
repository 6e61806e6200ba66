internal import Connector
internal import HTTPClient
internal import JSON

extension Failure {
    /// What an answer means that is none of those wanted, with what its body says of it, and what the connector does. The
    /// message may still hold secrets of the body.
    init(
        _ head: HTTPResponseHead, to method: RequestMethod, saying explanation: String?, rule: String? = nil,
        retries statuses: [Int]
    ) {
        let name = StatusName.of(head.status).map { " \($0)" } ?? ""
        let said = explanation.map { ": \($0)" } ?? ""
        let kind: Kind =
            switch head.status {
            case 429: .rateLimit
            case 403 where head.refusesForLimits: .rateLimit
            case 401, 403, 407: .auth
            default: .source
            }
        let answer = "\(method.rawValue) \(head.url.redacted): HTTP \(head.status)\(name)\(said)"
        let hint: String? =
            switch (kind, head.status) {
            case (.auth, 403): "the credentials lack a permission for this, or the plan does not include it"
            case (.auth, _): "check the credentials in the configuration: they may be wrong, expired or revoked"
            case (_, 404) where rule == nil: "check the URL, and the ids in the configuration"
            default: nil
            }
        self.init(
            kind, rule.map { "\($0) (\(answer))" } ?? answer, hint: hint,
            mayRetry: kind == .rateLimit || head.status >= 500 || [408, 425].contains(head.status)
                || statuses.contains(head.status))
    }
}

/// The names of statuses (RFC 9110, section 15), those that servers use.
enum StatusName {
    static func of(_ status: Int) -> String? { names[status] }

    private static let names: [Int: String] = [
        200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently", 302: "Found",
        303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
        411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
        415: "Unsupported Media Type", 422: "Unprocessable Content", 423: "Locked", 425: "Too Early",
        429: "Too Many Requests", 431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]
}
