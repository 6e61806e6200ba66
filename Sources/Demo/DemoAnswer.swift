internal import JSON

/// What is asked of the demo's API.
struct DemoRequest {
    var path: String
    /// The query, decoded.
    var parameters: [String: String] = [:]
}

/// What the demo's API answers.
struct DemoAnswer: ~Copyable {
    var status = 200
    var headers: [(name: String, value: String)] = []
    var body: JSONWriter

    init(_ body: consuming JSONWriter) {
        self.body = body
    }

    /// An answer that says what is wrong.
    init(_ refusal: Refusal) {
        var body = JSONWriter(capacity: 256)
        body.value(["error": .string(refusal.message)])
        self.body = body
        status = refusal.status
    }
}

/// Why a request has no page for an answer.
struct Refusal: Error, Hashable {
    var status: Int
    var message: String
}
