import BuiltInConnectors
import Connector
import JSON
import Testing
import YAML

@testable import Declarative

/// The published schema says what the loader does.
@Suite struct PublishedSchemaTests {
    static let schema = DeclarativeCatalog(embedded: []).fileSchema
    static let checker = SchemaChecker(definitions: schema["$defs"]?.object ?? JSONObject())

    /// Files that load: the built-in connectors, every example of the pages, and some with what those lack.
    static func files() throws -> [(name: String, text: [UInt8])] {
        let keys = checker.definitions["connector"]?["properties"]?.object?.map(\.key) ?? []
        let examples = try DocumentationTests.pages().flatMap { name in
            try YAMLBlock.all(in: DocumentationTests.page("docs/\(name)"), page: name).map { block in
                ("\(block.page):\(block.line)", Array(try block.file(connectorKeys: keys).utf8))
            }
        }
        return BuiltInConnectors.all.map { ("\($0.summary.name).yaml", $0.text()) } + examples
            + SparseFiles.all.enumerated().map { ("sparse-\($0.offset).yaml", Array($0.element.utf8)) }
    }

    @Test func `accepts whatever loads`() throws {
        for file in try Self.files() {
            let value = try YAMLNode.parse(file.text).jsonValue
            #expect(Self.checker.faults(in: value, Self.schema) == [], "\(file.name)")
        }
    }

    @Test(arguments: [
        "{ name: x, base_url: a }",
        "{ name: X, base_url: a, streams: [] }",
        "{ name: x, base_url: a, streams: [{ nam: y, request: { path: / } }] }",
        "{ name: x, base_url: a, streams: [{ name: y, request: { path: / }, pagination: { type: cursr } }] }",
        "{ name: x, base_url: a, streams: [{ name: y, request: { path: / } }], http: { max_retries: 1000 } }",
        "{ name: x, base_url: a, streams: [{ name: y, request: { path: /, method: FETCH } }] }",
        "{ kind: connector, metadata: { name: x }, base_url: a, streams: [{ name: y, request: { path: / } }] }",
        "{ kind: stream, metadata: { name: x }, base_url: a, streams: [{ name: y, endpoint: / }] }",
    ])
    func `refuses what does not load`(text: String) throws {
        #expect(throws: DefinitionErrors.self) { try ConnectorDefinition.parse(Array(text.utf8), file: "x.yaml") }
        #expect(!Self.checker.accepts(try YAMLNode.parse(text).jsonValue, Self.schema))
    }

    @Test func `a file that writes every default out means the same`() throws {
        var filler = DefaultFiller(checker: Self.checker)
        for file in try Self.files() {
            let definition = try ConnectorDefinition.parse(file.text, file: file.name)
            let filled = filler.filled(try YAMLNode.parse(file.text).jsonValue, Self.schema).description
            #expect(try ConnectorDefinition.parse(Array(filled.utf8), file: file.name) == definition, "\(file.name)")
        }
        #expect(DefaultFiller.allKeys(Self.checker.definitions).subtracting(filler.added) == [])
    }

    @Test func `parts with a name are written once`() {
        #expect(!Self.schema.description.contains("$anchor"))
        var parts = NamedSchemas()
        let part = Format<Bool>.boolean.named("switch")
        let key = Key("on", part, "Whether it is on.", byDefault: true)
        #expect(
            parts.factor(KeySet([key, Key("off", part, "Whether it is off.")]).schema) == [
                "type": "object",
                "properties": [
                    "on": ["$ref": "#/$defs/switch", "description": "Whether it is on.", "default": true],
                    "off": ["$ref": "#/$defs/switch", "description": "Whether it is off."],
                ],
                "additionalProperties": false,
            ])
        #expect(parts.definitions == ["switch": ["type": "boolean"]])
    }
}
