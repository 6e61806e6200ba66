internal import Connector
internal import HTTPClient
internal import JSON
internal import Synchronization

/// Answers requests out of a cassette, and sends nothing.
///
/// A request gets the answer that was recorded for its method, URL and body. Where there are several, they come in their
/// order, and the last one stays.
final class ReplayTransport: Transport {
    private let cassette: Cassette
    private let scrubbing: Scrubbing
    /// How often an answer was given, by the first exchange with that request.
    private let given = Mutex<[Int: Int]>([:])
    private let index: [RequestKey: [Int]]

    /// Replays what is in a file or folder. Throws a failure that names what is wrong there.
    convenience init(path: String, secrets: Secrets) throws(Failure) {
        try self.init(Cassette(path: path), secrets: secrets)
    }

    init(_ cassette: Cassette, secrets: Secrets) throws(Failure) {
        self.cassette = cassette
        let scrubbing = Scrubbing(secrets: secrets)
        self.scrubbing = scrubbing
        var index: [RequestKey: [Int]] = [:]
        for (place, exchange) in cassette.exchanges.enumerated() {
            do throws(HTTPError) {
                let key = try RequestKey(exchange.request.method, exchange.request.url, scrubbing)
                index[key, default: []].append(place)
            } catch {
                throw Failure(.config, "a recorded request is for \(error)")
            }
        }
        self.index = index
    }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        let response = try response(to: request)
        let head = try head(of: response, to: request)
        let body = PaddedBytes(response.body?.bytes ?? [])
        if body.count <= limit { return Answer(head: head, body: .whole(body)) }
        return Answer(head: head, body: .stream(HTTPStream(head: head, body: body)))
    }

    private func response(to request: HTTPRequest) throws(HTTPError) -> RecordedExchange.Response {
        let key = RequestKey(request.method.description, request.url, scrubbing)
        let places = (index[key] ?? []) + (index[key.anywhere] ?? [])
        let exact = places.filter { cassette.exchanges[$0].request.body?.matches(request, scrubbing) == true }
        let candidates = exact.isEmpty ? places.filter { cassette.exchanges[$0].request.body == nil } : exact
        guard let first = candidates.first else { throw unknown(request, key, sameURL: places) }
        let count = given.withLock { given in
            defer { given[first, default: 0] += 1 }
            return given[first] ?? 0
        }
        return cassette.exchanges[candidates[min(count, candidates.count - 1)]].response
    }

    private func head(
        of response: RecordedExchange.Response, to request: HTTPRequest
    ) throws(HTTPError) -> HTTPResponseHead {
        var headers = HTTPHeaders(response.headers.map { HTTPHeader($0.name, $0.text) })
        if headers["Content-Type"] == nil, let type = response.body?.contentType {
            headers.append(HTTPHeader("Content-Type", type))
        }
        let url = try response.url.map { (url) throws(HTTPError) in try HTTPURL(url) }
        return HTTPResponseHead(status: response.status, headers: headers, url: url ?? request.url)
    }

    private func unknown(_ request: HTTPRequest, _ key: RequestKey, sameURL: [Int]) -> HTTPError {
        var reason = "no answer is recorded for it"
        if let body = request.body.flatMap({ RecordedBody($0) }) {
            reason += " with the body \(text(scrubbing.body(body, tokens: request.answerIsCredential)))"
        }
        if let place = sameURL.first, let body = cassette.exchanges[place].request.body {
            reason += ", but for one with the body \(text(scrubbing.body(body, tokens: request.answerIsCredential)))"
        } else if let nearest = NearestExchange.find(key, in: index) {
            let found = cassette.exchanges[nearest].request
            reason += "; the nearest is \(found.method) \(scrubbing.url(found.url))"
        }
        return HTTPError(
            .other(reason), method: request.method, url: scrubbing.url(request.url.description), wasSent: true)
    }

    private func text(_ body: RecordedBody) -> String {
        switch body {
        case .json(let value): "`\(value.description.prefix(200))`"
        case .text(let text): "`\(text.prefix(200))`"
        case .bytes(let bytes): "of \(bytes.count) bytes"
        }
    }
}
