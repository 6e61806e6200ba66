import Actions
import Connector
import Foundation
import JSON
import Synchronization
import Testing

@testable import LambdaRuntime

/// The loop, with a queue that has no socket.
@Suite struct RuntimeLoopTests {
    /// Hands out invocations, and keeps what came of them.
    private struct Queue: InvocationQueue, ~Copyable {
        var invocations: [Invocation]
        var largestAnswer = Int.max
        var answers: [String] = []
        var onPost: () -> Void = {}

        mutating func next() throws(RuntimeFault) -> Invocation {
            guard !invocations.isEmpty else { throw RuntimeFault(reason: "no more") }
            return invocations.removeFirst()
        }

        mutating func answer(_ invocation: Invocation, _ body: [UInt8]) -> Bool {
            answers.append("\(invocation.requestID) \(String(decoding: body, as: UTF8.self).prefix(20))")
            return body.count <= largestAnswer
        }

        mutating func fail(_ invocation: Invocation, with error: FunctionError) {
            answers.append("\(invocation.requestID) \(error.type)")
            onPost()
        }
    }

    /// Does something whenever a connector is described, and then fails.
    private struct Catalog: ConnectorCatalog {
        var onDescription: @Sendable () -> Void
        let summaries: [ConnectorSummary] = []
        let fileSchema: JSONValue = [:]

        func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
            onDescription()
            throw Failure(.auth, "described")
        }
        func validate(file: String) throws(Failure) -> ConnectorDescription { try describe(file) }
        func source(
            _ reference: String, configuration: Configuration, environment: SourceEnvironment
        ) throws(Failure) -> any Source { throw Failure(.internal, "no source") }
        func starter(named name: String) -> String { "" }
    }

    private struct Nowhere: Places {
        func parquet(_ options: FileOptions) throws(Failure) -> any Sink { throw Failure(.internal, "nowhere") }
        func state(at reference: String) throws(Failure) -> any StateStore { throw Failure(.internal, "nowhere") }
        func isRemote(_ reference: String) -> Bool { false }
        func text(at reference: String, limit: Int) -> [UInt8] { [] }
        func contents(of reference: String, limit: Int) -> [UInt8]? { nil }
        func write(_ text: [UInt8], to reference: String) {}
    }

    /// What the loop does with invocations; how it ended, when it did not fail.
    private func run(
        _ invocations: [Invocation], interruption: Interruption = Interruption(),
        onPost: @escaping () -> Void = {}, onDescription: @escaping @Sendable () -> Void = {}
    ) async throws -> (answers: [String], ended: Bool) {
        var queue = Queue(invocations: invocations, onPost: onPost)
        let loop = RuntimeLoop(
            handler: EventHandler(catalog: Catalog(onDescription: onDescription), places: Nowhere()), environment: [:],
            log: try FunctionLog(level: nil, write: { _ in }), interruption: interruption)
        do {
            try await loop.run(&queue)
            return (queue.answers, true)
        } catch {
            return (queue.answers, false)
        }
    }

    private func invocation(_ id: String, trace: String? = nil) -> Invocation {
        Invocation(requestID: id, traceID: trace, event: Array(#"{"connector":"x"}"#.utf8))
    }

    @Test func `the trace of an invocation is in the environment, and gone with it`() async throws {
        let traces = Mutex<[String?]>([])
        _ = try await run([invocation("1", trace: "Root=1-5"), invocation("2"), invocation("3", trace: "Root=1-6")]) {
            traces.withLock { $0.append(getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }) }
        }
        #expect(traces.withLock { $0 } == ["Root=1-5", nil, "Root=1-6"])
    }

    @Test func `after a signal nothing more is begun`() async throws {
        let interruption = Interruption()
        let (answers, ended) = try await run([invocation("1"), invocation("2")], interruption: interruption) {
            #expect(interruption.begin())
        }
        #expect(answers == ["1 Function.Auth"])
        #expect(ended)
        // Nothing runs any more that could end in order.
        #expect(!interruption.begin())
        #expect(try await !run([invocation("1"), invocation("2")]).ended)
    }

    @Test func `a signal while the answer is on its way lets it go`() async throws {
        let interruption = Interruption()
        var wasInOrder = false
        let (answers, ended) = try await run(
            [invocation("1"), invocation("2")], interruption: interruption,
            onPost: { wasInOrder = interruption.begin() })
        #expect(wasInOrder)
        #expect(answers == ["1 Function.Auth"])
        #expect(ended)
    }

    @Test func `a deadline is taken from the head, whatever stands there`() {
        let now = ContinuousClock.now
        var invocation = invocation("1")
        #expect(invocation.instant(from: now) == nil)
        invocation.deadline = Int64(Date().timeIntervalSince1970 * 1000) + 10_000
        #expect(invocation.instant(from: now).map { .seconds(8)...(.seconds(10)) ~= $0 - now } == true)
        for strange in [Int64.min, 0, .max] {
            invocation.deadline = strange
            #expect(invocation.instant(from: now).map { ($0 > now) == (strange == .max) } == true)
        }
    }

    @Test(
        arguments: zip(
            Failure.Kind.allCases,
            [
                "Config", "Auth", "RateLimit", "Source", "Data", "Destination", "StateConflict", "Deadline", "Internal",
            ]))
    func `the type of an error is one that Lambda keeps`(_ kind: Failure.Kind, _ word: String) throws {
        let error = FunctionError(Failure(kind, "it \"broke\"\n", hint: "mend it"))
        #expect(error.type == "Function.\(word)")
        let body = try JSONValue.parse(PaddedBytes(error.body))
        #expect(
            body == [
                "errorMessage": "it \"broke\"\n\nHint: mend it", "errorType": .string(error.type), "stackTrace": [],
            ])
    }
}
