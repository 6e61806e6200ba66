import CloudAccess
import DateTime
import Foundation
import HTTPClient
import Synchronization
import TestSupport
import Testing

/// A server that gives tokens as a script says, and remembers what it was asked.
final class TokenServer: Sendable {
    struct Answer: Sendable {
        var status = "200 OK"
        var headers: [String] = []
        var text: String
    }

    private final class Asked: Sendable {
        let requests = Mutex<[ScriptedPeer.Request]>([])
    }

    private let server: ScriptedServer
    private let asked = Asked()
    var port: Int { server.port }
    var url: String { server.url("") }
    var requests: [ScriptedPeer.Request] { asked.requests.withLock { $0 } }

    /// A server whose answer follows from the number of the request, from 1 on.
    init(_ answer: @escaping @Sendable (Int) -> Answer) throws {
        let asked = asked
        server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let number = asked.requests.withLock { requests in
                    requests.append(request)
                    return requests.count
                }
                let answer = answer(number)
                peer.answer(answer.status, answer.headers, text: answer.text)
            }
        }
    }

    /// The items of the form that a request holds.
    func form(_ number: Int) -> [String: String] {
        let items = FormEncoding.decode(String(decoding: requests[number - 1].body, as: UTF8.self))
        return Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
    }
}

/// A clock that tests set, and that does not wait.
final class SetClock: Sendable {
    private let elapsed = Mutex(Duration.zero)
    private let start = ContinuousClock.now
    private let date: Timestamp

    init(_ date: Timestamp = .now()) {
        self.date = date
    }

    func advance(by duration: Duration) {
        elapsed.withLock { $0 += duration }
    }

    var timing: AccessTiming {
        AccessTiming(
            now: { self.start + self.elapsed.withLock { $0 } },
            date: { [date] in
                let seconds = self.elapsed.withLock { $0 }.components.seconds
                return Timestamp(unixSeconds: date.unixSeconds + seconds) ?? date
            }, sleep: { self.advance(by: $0) })
    }
}

func testSession() -> HTTPSession {
    HTTPSession(HTTPSession.Options(userAgent: "curlew-tests"))
}

/// What an action that must fail throws.
func failure(of action: () async throws -> Void) async throws -> AccessError {
    var error: AccessError?
    do {
        try await action()
    } catch let found as AccessError {
        error = found
    }
    return try #require(error, "it did not fail")
}
