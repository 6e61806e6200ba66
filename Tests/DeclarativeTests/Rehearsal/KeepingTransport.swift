import HTTPClient
import Synchronization

@testable import Declarative

/// Passes requests on, and keeps them.
final class KeepingTransport: Transport {
    private let transport: any Transport
    private let kept: RequestLog

    init(_ transport: any Transport, _ log: RequestLog) {
        self.transport = transport
        kept = log
    }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        kept.add(request)
        return try await transport.answer(to: request, collecting: limit)
    }
}

/// Requests that were sent, in their order.
final class RequestLog: Sendable {
    private let log = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { log.withLock { $0 } }

    func add(_ request: HTTPRequest) { log.withLock { $0.append(request) } }
}

extension HTTPRequest {
    /// Whether the request has all header fields of a recorded one.
    func hasHeaders(of recorded: RecordedExchange.Request) -> Bool {
        recorded.headers.allSatisfy { headers[$0.name] == $0.text }
    }
}
