import BuiltInConnectors
import Connector
import Declarative
import TestSupport
import Testing

/// What each built-in connector means, pinned in Tests/Golden/Models.
@Suite struct GoldenModelTests {
    @Test(arguments: BuiltInConnectors.all.map(\.summary.name))
    func `the model is as it was recorded`(_ name: String) throws {
        let connector = try #require(BuiltInConnectors.all.first { $0.summary.name == name })
        let model = ModelText.of(try ConnectorDefinition.parse(connector.text(), file: "\(name).yaml"))
        try GoldenFile.compare(model, with: "Tests/Golden/Models/\(name).txt")
    }
}
