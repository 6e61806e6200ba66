import Connector
import DateTime
import Foundation
import JSON
import Sync
import Synchronization
import TestSupport

@testable import Declarative

/// Servers on loopback that do what servers should not, and syncs of a stream of theirs.
enum HostileServer {
    /// What a server does with a request, by its path and how often that was asked for, beginning with 1.
    typealias Script = @Sendable (_ peer: ScriptedPeer, _ path: String, _ time: Int) -> Void

    /// A server, and how often each path was asked for.
    static func serving(_ script: @escaping Script) throws -> ScriptedServer {
        let times = Mutex<[String: Int]>([:])
        return try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let time = times.withLock { times in
                    times[request.target, default: 0] += 1
                    return times[request.target] ?? 0
                }
                script(peer, request.target, time)
            }
        }
    }

    /// The answer that a page of numbered records is, in JSON.
    static func page(_ ids: ClosedRange<Int>, next: String? = nil) -> String {
        let records = ids.map { "{\"id\":\($0)}" }.joined(separator: ",")
        return #"{"next":\#(next.map { "\"\($0)\"" } ?? "null"),"data":[\#(records)]}"#
    }

    /// Syncs the stream `items` of an API at a URL: `/items`, with next URLs.
    static func sync(
        _ url: String, http: String = "{ max_retries: 3, retry_backoff: { type: constant, initial_ms: 1 } }",
        auth: String = "{ type: bearer, token: very-secret-token }", state: JSONValue = [:], pages: Int = .max,
        deadline: Deadline = Deadline()
    ) async throws -> (ids: [Int], report: SyncReport) {
        let text = """
            name: hostile
            base_url: \(url)
            auth: \(auth)
            http: \(http)
            streams:
              - name: items
                request: { path: /items }
                decoder: { type: json, records_path: data }
                pagination: { type: next_url, next_url_path: next }
            """
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "hostile.yaml")
        let configuration = try definition.configuration.check([:], from: "the test")
        let environment = SourceEnvironment(now: .unixEpoch, secrets: Secrets(["very-secret-token"]))
        let source = try DeclarativeSource(definition, configuration: configuration, environment: environment)
        let keeper = RecordKeeper()
        let report = try await keeper.run(source, from: state, pages: pages, deadline: deadline)
        return (keeper.ids, report)
    }
}
