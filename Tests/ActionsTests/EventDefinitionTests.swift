import Connector
import JSON
import Synchronization
import Testing

@testable import Actions

/// Definitions that stand in events.
@Suite struct EventDefinitionTests {
    @Test func `a definition is there for its event, and for no other`() async throws {
        let catalog = HoldingCatalog()
        let handler = EventHandler(catalog: catalog, places: MemoryPlaces())
        let own = try Event(["action": "streams", "connector": ["name": "mine"]])
        let answer = try await handler.answer(to: own, InvocationContext())
        #expect(answer.members["connector"] == #"{"name":"mine"}"#)
        #expect(catalog.references == [])
        // Also when it fails.
        let failing = try Event(["action": "sync", "connector": ["name": "mine"], "config": ["unknown": 1]])
        await #expect(throws: Failure.self) { try await handler.answer(to: failing, InvocationContext()) }
        #expect(catalog.references == [])
        #expect(catalog.heldCount == 2)
    }

    @Test func `a key in the place of a reference is not shown`() async throws {
        let handler = EventHandler(catalog: HoldingCatalog(), places: MemoryPlaces())
        for reference in ["sk_live_SECRET123", "c2VjcmV0/SECRET123==", "{\"key\": \"/SECRET123\"}"] {
            let event = try Event(["connector": ["name": "mine"], "config": .string(reference)])
            let failure = await #expect(throws: Failure.self) {
                try await handler.answer(to: event, InvocationContext())
            }
            #expect(
                failure
                    == Failure(
                        .config,
                        "`config` names a file, a URL, `secretsmanager:NAME` or `ssm:NAME`; what it names here is not there,"
                            + " or cannot be read",
                        hint: "a configuration itself is an object"))
        }
        for path in ["/run/config", "./config", "../config", "config.json", "a/config.YAML", "config.yml"] {
            let event = try Event(["connector": ["name": "mine"], "config": .string(path)])
            let failure = await #expect(throws: Failure.self) {
                try await handler.answer(to: event, InvocationContext())
            }
            #expect(failure?.message == "there is no \(path)")
        }
    }

    @Test func `no event can name it`() throws {
        let failure = try #require(throws: Failure.self) { try Event(["connector": "event.connector"]) }
        #expect(failure.message == "event: `connector` must be a name, a path, a URL or a definition")
    }
}

/// A catalog of what it is given to hold, each called as its text.
private final class HoldingCatalog: ConnectorCatalog {
    private let texts = Mutex<[String: [UInt8]]>([:])
    private let count = Mutex(0)
    let summaries: [ConnectorSummary] = []
    let fileSchema: JSONValue = [:]

    var references: [String] { texts.withLock { $0.keys.sorted() } }
    var heldCount: Int { count.withLock { $0 } }

    func hold(_ text: [UInt8], of reference: String) {
        texts.withLock { $0[reference] = text }
        count.withLock { $0 += 1 }
    }
    func drop(_ reference: String) { texts.withLock { $0[reference] = nil } }

    func describe(_ reference: String) throws(Failure) -> ConnectorDescription {
        guard let text = texts.withLock({ $0[reference] }) else { throw Failure(.config, "there is no \(reference)") }
        return ConnectorDescription(
            name: String(decoding: text, as: UTF8.self), version: "1.0.0",
            configuration: ConfigurationSpecification(fields: []), streams: [])
    }
    func validate(file: String) throws(Failure) -> ConnectorDescription { try describe(file) }
    func source(_ reference: String, configuration: Configuration, environment: SourceEnvironment) -> any Source {
        NumbersSource(pages: [])
    }
    func starter(named name: String) -> String { "" }
}
