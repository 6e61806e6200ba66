import DateTime
import HTTPClient
import Synchronization
import TestSupport

@testable import ObjectStorage

/// A server that answers as a test says, and a store on it, for what real servers do rarely.
///
/// Credentials come from it too: the first that are asked for have the key `ASIA1`, all others `ASIA2`.
final class ScriptedS3: Sendable {
    typealias Answer = (status: String, headers: [String], body: String)
    private let server: ScriptedServer
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[ScriptedPeer.Request]>([])
        let sleeps = Mutex<[Duration]>([])
        let issued = Mutex(0)
    }

    /// What was asked so far, but for credentials.
    var requests: [ScriptedPeer.Request] { log.requests.withLock { $0 } }
    /// How long the store wanted to wait before it tried again.
    var sleeps: [Duration] { log.sleeps.withLock { $0 } }

    /// A server whose answers depend on the number of the request, from 1 on, and the request.
    init(_ answer: @escaping @Sendable (Int, ScriptedPeer.Request) -> Answer) throws {
        let log = Log()
        self.log = log
        server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                if request.target == "/credentials" {
                    let number = log.issued.withLock { issued in
                        issued += 1
                        return min(issued, 2)
                    }
                    let text = #"{"AccessKeyId":"ASIA\#(number)","SecretAccessKey":"s","Token":"t\#(number)"}"#
                    peer.answer("200 OK", ["Content-Type: application/json"], text: text)
                    continue
                }
                let number = log.requests.withLock { requests in
                    requests.append(request)
                    return requests.count
                }
                let (status, headers, body) = answer(number, request)
                peer.answer(status, headers, text: body)
            }
        }
    }

    /// The bucket `lake`, as somebody sees it whose clock shows a time.
    func store(date: Timestamp = .now(), renewable: Bool = false) throws -> S3Store {
        var environment = ["AWS_ENDPOINT_URL_S3": server.url(""), "AWS_REGION": "us-east-1"]
        if renewable {
            environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url("/credentials")
        } else {
            environment.merge(["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]) { $1 }
        }
        let session = HTTPSession(HTTPSession.Options(userAgent: "tests"))
        let log = log
        let timing = StoreTiming(
            date: { date }, sleep: { duration in log.sleeps.withLock { $0.append(duration) } }, draw: { 0 })
        let stores = ObjectStores(
            environment: environment, session: session, timing: timing)
        guard var store = try stores.store(at: "s3://lake") as? S3Store else { throw StoreError(.unexpected, "no S3") }
        store.settings.partSize = 4
        store.settings.looksBeforeCompleting = false
        return store
    }

    static func error(_ status: String, _ code: String, _ headers: [String] = [], more: String = "") -> Answer {
        (status, headers, "<Error><Code>\(code)</Code>\(more)</Error>")
    }

    static let done: Answer = ("200 OK", [#"ETag: "1""#], "")
}
