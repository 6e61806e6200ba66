internal import JSON

/// What was said between a connector and its servers, without secrets: recorded, or written by hand.
struct Cassette: Sendable {
    var exchanges: [RecordedExchange]
}

/// A request and its answer.
struct RecordedExchange: Hashable, Sendable {
    var request: Request
    var response: Response

    struct Request: Hashable, Sendable {
        var method = "GET"
        /// A whole URL, or one that begins with its path, which stands for any server.
        var url: String
        /// For people; requests are not told apart by them.
        var headers: [RequestDraft.NamedText] = []
        /// Nil where any body will do.
        var body: RecordedBody?
    }

    struct Response: Hashable, Sendable {
        var status = 200
        /// Where the answer came from, if that is not where it was asked for.
        var url: String?
        var headers: [RequestDraft.NamedText] = []
        var body: RecordedBody?
    }
}

/// A body as people read it best.
enum RecordedBody: Hashable, Sendable {
    /// An object or array.
    case json(JSONValue)
    case text(String)
    /// Anything that is no text.
    case bytes([UInt8])
}
