import HTTPClient
import JSON
import Synchronization

@testable import Declarative

/// An API and its token endpoint in one: hands out `token-1`, `token-2`… and takes the latest only.
final class TokenEndpoint: Sendable {
    private let state = Mutex(State())

    private struct State {
        var issued = 0
        var forms: [[String: String]] = []
        var headers: [HTTPHeaders] = []
        var revoked = false
    }

    /// What is sent beside the access token; `refresh` is replaced by a number.
    let extra: JSONObject
    let transport: Mutex<ScriptedTransport?> = Mutex(nil)

    init(extra: JSONObject = [:]) {
        self.extra = extra
    }

    var issued: Int { state.withLock { $0.issued } }
    /// The fields of each token request.
    var forms: [[String: String]] { state.withLock { $0.forms } }
    var headers: [HTTPHeaders] { state.withLock { $0.headers } }

    /// Makes the latest token worthless.
    func revoke() { state.withLock { $0.revoked = true } }

    func reply(_ request: HTTPRequest) async -> ScriptedTransport.Reply {
        if request.url.host == "auth.example.com" {
            await Task.yield()
            return state.withLock { state in
                state.issued += 1
                state.revoked = false
                let text = String(decoding: request.body ?? [], as: UTF8.self)
                let fields = FormEncoding.decode(text).map { ($0.name, $0.value) }
                state.forms.append(Dictionary(fields) { first, _ in first })
                state.headers.append(request.headers)
                var answer: JSONObject = ["access_token": .string("token-\(state.issued)")]
                for member in extra {
                    let isNumbered = member.value.string == "refresh"
                    answer[member.key] = isNumbered ? .string("refresh-\(state.issued)") : member.value
                }
                return .answer(200, ["Content-Type": "application/json"], JSONValue.object(answer).description)
            }
        }
        let expected = state.withLock { $0.revoked ? "none" : "Bearer token-\($0.issued)" }
        return request.headers["Authorization"] == expected ? .answer(200, [:], "{}") : .answer(401, [:], "{}")
    }
}
