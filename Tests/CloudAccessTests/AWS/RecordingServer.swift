import Synchronization
import TestSupport

/// A server that answers each request as a test says, and keeps what it was asked.
final class RecordingServer: Sendable {
    typealias Request = ScriptedPeer.Request

    /// What is answered.
    struct Answer: Sendable {
        var status = "200 OK"
        var headers: [String] = []
        var text = ""
    }

    private let server: ScriptedServer
    private let record: Record

    private final class Record: Sendable {
        let requests = Mutex<[Request]>([])
    }

    /// A server; `answer` is given the number of the request too, which counts from 0.
    init(_ answer: @escaping @Sendable (Request, Int) -> Answer) throws {
        let record = Record()
        self.record = record
        server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let number = record.requests.withLock { requests in
                    requests.append(request)
                    return requests.count - 1
                }
                let answer = answer(request, number)
                peer.answer(answer.status, answer.headers, text: answer.text)
            }
        }
    }

    var requests: [Request] { record.requests.withLock { $0 } }
    /// What was asked for, each as "GET /path".
    var targets: [String] { requests.map { "\($0.method) \($0.target)" } }

    func url(_ path: String = "") -> String { server.url(path) }
}

extension ScriptedPeer.Request {
    var text: String { String(decoding: body, as: UTF8.self) }
}
