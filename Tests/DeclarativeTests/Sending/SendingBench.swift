import Connector
import DateTime
import HTTPClient
import JSON
import Synchronization
import Templates

@testable import Declarative

/// A requester with everything around it that a test looks at.
struct SendingBench: Sendable {
    let clock = TestClock()
    let transport: any Transport
    let environment: SourceEnvironment
    let requester: Requester
    let messages = Messages()

    final class Messages: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    init(
        _ transport: any Transport, authentication: Authentication = .none, configuration: JSONObject = [:],
        secrets: [String] = [], baseURL: String = "https://api.example.com/v1", draw: Double = 0.5,
        isReal: Bool = false,
        rehearsal: Rehearsal? = nil, tokens: KeptTokens = KeptTokens(),
        adjusting adjust: (inout ConnectorDefinition) throws -> Void = { _ in }
    ) throws {
        self.transport = transport
        let messages = messages
        environment = SourceEnvironment(now: .unixEpoch, secrets: Secrets(secrets), rehearsal: rehearsal) { _, text in
            messages.add(text)
        }
        var definition = try Self.definition(baseURL)
        definition.authentication = authentication
        definition.http.backoff.hasJitter = false
        try adjust(&definition)
        var context = TemplateContext(now: .unixEpoch)
        context[.config] = .value(.object(configuration))
        requester = try Requester(
            definition, in: context, baseURL: HTTPURL(baseURL), transport: transport, environment: environment,
            tokens: tokens, timing: isReal ? .system : clock.timing(draw: draw))
    }

    private static func definition(_ baseURL: String) throws -> ConnectorDefinition {
        let text = """
            name: bench
            version: 1.0.0
            base_url: \(baseURL)
            streams:
              - name: items
                request: { path: /items }
            """
        return try ConnectorDefinition.parse(Array(text.utf8), file: "bench.yaml")
    }

    /// The status and text of the answer.
    func answer(
        to draft: RequestDraft, collecting limit: Int = 1 << 20, until deadline: Deadline = Deadline()
    ) async throws -> (status: Int, text: String) {
        var retries = Retries()
        let answer = try await requester.answer(
            to: draft, retries: &retries, collecting: limit, until: deadline)
        let status = answer.head.status
        guard case .whole(let body) = answer.takeBody() else { return (status, "stream") }
        return (status, body.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    /// What a small request ends with.
    func fault(
        _ draft: RequestDraft, until deadline: Deadline = Deadline(), expecting statuses: [Int]? = nil
    ) async -> RequestFault? {
        do throws(RequestFault) {
            _ = try await requester.document(for: draft, until: deadline, expecting: statuses)
            return nil
        } catch {
            return error
        }
    }
}

extension RequestDraft {
    /// A GET below the bench's base URL.
    static let items = RequestDraft(.get, url: "https://api.example.com/v1/items")
}

extension RequestFault {
    var failure: Failure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}

extension Template {
    /// A template for tests.
    static func test(_ text: String) throws -> Template { try Template(text, scope: .everything) }
}
