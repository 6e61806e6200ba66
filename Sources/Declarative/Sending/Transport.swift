internal import HTTPClient
internal import JSON

/// What answers requests: the network, or a recording.
protocol Transport: Sendable {
    /// Sends a request. An answer whose body is larger than `collecting` bytes, or of unknown length and grown beyond
    /// that, is handed over as a stream; all others are whole.
    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer
}

/// An answer, of whatever status.
struct Answer: ~Copyable, Sendable {
    let head: HTTPResponseHead
    var body: Body

    enum Body: ~Copyable, Sendable {
        case whole(PaddedBytes)
        case stream(HTTPStream)
    }

    /// The body alone.
    consuming func takeBody() -> Body { body }
}
