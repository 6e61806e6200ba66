import Connector
import JSON
import Synchronization
import Testing

@testable import Actions

@Suite struct RequestEndTests {
    @Test func `what an event names must answer before the invocation is over`() async throws {
        let places = NotedPlaces()
        let handler = EventHandler(catalog: EmptyCatalog(), places: places)
        let event = try Event(["connector": "s3://lake/shop.yaml"])
        let end = ContinuousClock.now + .seconds(60)
        await #expect(throws: NotedPlaces.nothing) {
            try await handler.answer(to: event, InvocationContext(deadline: Deadline(at: end)))
        }
        #expect(places.ends == [end - .milliseconds(500)])
        await #expect(throws: NotedPlaces.nothing) { try await handler.answer(to: event, InvocationContext()) }
        #expect(places.ends == [end - .milliseconds(500), nil])
    }

    @Test func `a short invocation leaves a tenth of its time`() throws {
        let end = ContinuousClock.now + .seconds(1)
        let requests = try #require(InvocationContext(deadline: Deadline(at: end)).endOfRequests)
        #expect(requests >= end - .milliseconds(100))
        #expect(requests < end)
    }
}

/// Places where nothing is, which note until when they are asked.
private final class NotedPlaces: Places {
    static let nothing = Failure(.source, "nothing is here")
    private let noted = Mutex<[ContinuousClock.Instant?]>([])

    var ends: [ContinuousClock.Instant?] { noted.withLock { $0 } }

    func until(_ end: ContinuousClock.Instant?) -> any Places {
        noted.withLock { $0.append(end) }
        return self
    }

    func parquet(_ options: FileOptions) throws(Failure) -> any Sink { throw Self.nothing }
    func state(at reference: String) throws(Failure) -> any StateStore { throw Self.nothing }
    func isRemote(_ reference: String) -> Bool { true }
    func text(at reference: String, limit: Int) async throws(Failure) -> [UInt8] { throw Self.nothing }
    func contents(of reference: String, limit: Int) throws(Failure) -> [UInt8]? { throw Self.nothing }
    func write(_ text: [UInt8], to reference: String) throws(Failure) { throw Self.nothing }
}

private struct EmptyCatalog: ConnectorCatalog {
    var summaries: [ConnectorSummary] { [] }
    var fileSchema: JSONValue { .null }

    func describe(_ reference: String) throws(Failure) -> ConnectorDescription { throw NotedPlaces.nothing }
    func hold(_ text: [UInt8], of reference: String) {}
    func validate(file: String) throws(Failure) -> ConnectorDescription { throw NotedPlaces.nothing }
    func source(
        _ reference: String, configuration: Configuration, environment: SourceEnvironment
    ) throws(Failure) -> any Source { throw NotedPlaces.nothing }
    func declaredStreams(_ reference: String) throws(Failure) -> [StreamDescriptor]? { nil }
    func starter(named name: String) throws(Failure) -> String { "" }
}
