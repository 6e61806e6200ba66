import Connector
import Declarative
import Testing

@Suite struct StarterTests {
    @Test func `the file that a new connector begins with is valid`() throws {
        let catalog = DeclarativeCatalog(embedded: [])
        let text = try catalog.starter(named: "my-api")
        let definition = try ConnectorDefinition.parse(Array(text.utf8), file: "my-api.yaml")
        #expect(definition.name == "my-api")
        #expect(definition.streams.map(\.name) == ["items", "item_events"])
    }

    @Test func `refuses names that cannot be a connector's`() {
        for name in ["", "My API", "../x", "a/b"] {
            #expect(throws: Failure.self) { try DeclarativeCatalog(embedded: []).starter(named: name) }
        }
    }
}
