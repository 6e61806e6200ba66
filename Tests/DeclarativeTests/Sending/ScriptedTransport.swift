import HTTPClient
import JSON
import Synchronization

@testable import Declarative

/// Answers requests as a test says, one after the other, and keeps what was sent.
final class ScriptedTransport: Transport {
    enum Reply: Sendable {
        case answer(Int, [String: String] = [:], String = "")
        case error(HTTPError.Kind, wasSent: Bool = true)
    }

    private let replies: @Sendable (_ number: Int, HTTPRequest) async -> Reply
    private let sent = Mutex<[HTTPRequest]>([])

    /// The last reply stays.
    convenience init(_ replies: Reply...) {
        self.init { number, _ in replies[min(number, replies.count - 1)] }
    }

    /// `number` counts from 0.
    init(_ replies: @escaping @Sendable (_ number: Int, HTTPRequest) async -> Reply) {
        self.replies = replies
    }

    var requests: [HTTPRequest] { sent.withLock { $0 } }
    var urls: [String] { requests.map(\.url.description) }

    func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
        let number = sent.withLock { sent in
            sent.append(request)
            return sent.count - 1
        }
        switch await replies(number, request) {
        case .error(let kind, let wasSent):
            throw HTTPError(kind, method: request.method, url: request.url.redacted, wasSent: wasSent)
        case .answer(let status, let headers, let body):
            let fields = headers.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
            let head = HTTPResponseHead(status: status, headers: HTTPHeaders(fields), url: request.url)
            return Answer(head: head, body: .whole(PaddedBytes(body)))
        }
    }
}
