internal import Connector
internal import HTTPClient

/// The network.
struct LiveTransport: Transport {
    private let session: HTTPSession

    /// A transport with connections of its own.
    init() {
        self.init(HTTPSession(HTTPSession.Options(userAgent: "curlew/\(curlewVersion)")))
    }

    init(_ session: HTTPSession) {
        self.session = session
    }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        switch try await session.response(to: request, collecting: limit) {
        case .whole(let response):
            let head = response.head
            return Answer(head: head, body: .whole(response.takeBody()))
        case .stream(let stream):
            let head = stream.head
            return Answer(head: head, body: .stream(stream))
        }
    }
}
