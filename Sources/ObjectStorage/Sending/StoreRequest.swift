internal import HTTPClient

/// What a store is asked, before it has an address and credentials.
struct StoreRequest: Sendable {
    var method: HTTPMethod
    /// The key of the object concerned; empty for the bucket or container itself.
    var key = ""
    var query: [(name: String, value: String?)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?
    /// What the request is for, as in "cannot …": `write s3://bucket/key`.
    var purpose: String
    /// What the credentials must allow, as the store calls it.
    var permission: String?
    /// The root element of the answer, where that is XML. An answer with another is a failure, whatever its status.
    var answerName: String?
    /// The statuses that are answers, besides those from 200 to 299.
    var accepts: Set<Int> = []
    /// The largest body that the answer may have.
    var answerLimit = 4 << 20

    init(_ method: HTTPMethod, _ key: String = "", for purpose: String) {
        self.method = method
        self.key = key
        self.purpose = purpose
    }
}

/// What a store answered.
struct StoreAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]
}
