internal import Connector
internal import HTTPClient

extension SourceEnvironment {
    /// What answers requests: the network, or a recording.
    func transport() throws(Failure) -> any Transport {
        WholeTransport(session: HTTPSession(.init(userAgent: "curlew/\(curlewVersion)")))
    }
}

private struct WholeTransport: Transport {
    let session: HTTPSession

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        let response = try await session.response(to: request)
        let head = response.head
        return Answer(head: head, body: .whole(response.takeBody()))
    }
}
