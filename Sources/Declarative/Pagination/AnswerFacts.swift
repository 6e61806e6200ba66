internal import HTTPClient
internal import JSON

/// What a pager looks at in an answer.
struct AnswerFacts: Sendable {
    /// Where the answer came from, after redirects.
    var url: HTTPURL
    var headers: HTTPHeaders
    /// The body, or what stood outside its records; nil where that is not known or no document.
    var body: JSONView?
    /// How many records the answer had, as they were decoded: before transforms and filters.
    var recordCount: Int
    /// What a `PageDigest` makes of those records; nil for pagers that do not compare pages.
    var digest: String?
}
