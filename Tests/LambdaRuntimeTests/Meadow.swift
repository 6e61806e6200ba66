import Foundation
import JSON
import Synchronization
import TestSupport

/// An API on loopback with a stream of numbered sheep, ten a page, and the definition that reads it.
final class Meadow: Sendable {
    static let key = "sk_secret_clover_77"
    private let server: ScriptedServer
    private let tokens = Counted()
    private let pagesSent = Counted()

    /// A count that threads share.
    final class Counted: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func increase() { count.withLock { $0 += 1 } }
    }

    /// A meadow with so many pages. Each sheep has so many bytes of wool; `beforePage` runs before a page is sent.
    init(pages: Int, wool: Int = 3, beforePage: @escaping @Sendable (Int) -> Void = { _ in }) throws {
        let fleece = String(repeating: "w", count: wool)
        server = try ScriptedServer { [tokens, pagesSent] peer in
            while let request = peer.readRequest() {
                let json = ["Content-Type: application/json"]
                if request.target == "/token" {
                    tokens.increase()
                    peer.answer("200 OK", json, text: #"{"access_token":"token-\#(tokens.value)","expires_in":3600}"#)
                    continue
                }
                let shown = request.headers["authorization"] ?? ""
                guard shown == "Bearer \(Self.key)" || shown.hasPrefix("Bearer token-") else {
                    peer.answer("401 Unauthorized", json, text: #"{"error":"`\#(shown)` is not wanted"}"#)
                    continue
                }
                let page = request.target.split(separator: "page=").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 1
                beforePage(page)
                pagesSent.increase()
                let ids = page <= pages ? Array((page - 1) * 10 + 1...page * 10) : []
                let records = ids.map { #"{"id":\#($0),"wool":"\#(fleece)"}"# }.joined(separator: ",")
                peer.answer("200 OK", json, text: #"{"data":[\#(records)]}"#)
            }
        }
    }

    var url: String { server.url("") }
    var connectionCount: Int { server.connectionCount }
    var tokenCount: Int { tokens.value }
    var pageCount: Int { pagesSent.value }

    /// An event for it; `more` wins. With `token` the definition exchanges the key for a token first.
    func event(_ more: JSONObject = [:], token: Bool = false) -> String {
        let key: JSONValue = ["type": "bearer", "token": "{{ config.key }}"]
        let client: JSONValue = [
            "type": "oauth2_client_credentials", "token_url": "{{ config.url }}/token", "client_id": "shepherd",
            "client_secret": "{{ config.key }}",
        ]
        var members: JSONObject = [
            "connector": [
                "name": "meadow", "base_url": "{{ config.url }}",
                "spec": [
                    "properties": [
                        "key": ["type": "string", "secret": true, "required": true],
                        "url": ["type": "string", "required": true],
                    ]
                ],
                "auth": token ? client : key,
                "streams": [
                    [
                        "name": "sheep", "request": ["path": "/sheep"],
                        "decoder": ["type": "json", "records_path": "data"],
                        "pagination": ["type": "page_number", "page_param": "page", "page_size": 10],
                        "primary_key": ["id"],
                    ]
                ],
            ],
            "config": ["key": .string(Self.key), "url": .string(server.url(""))],
        ]
        for member in more { members[member.key] = member.value }
        return JSONValue.object(members).description
    }
}
