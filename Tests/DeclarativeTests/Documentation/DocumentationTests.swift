import BuiltInConnectors
import Connector
import Foundation
import JSON
import TestSupport
import Testing

@testable import Declarative

/// The pages in docs/ say what the program does.
@Suite struct DocumentationTests {
    static let schema = DeclarativeCatalog(embedded: []).fileSchema
    static let definitions = schema["$defs"]?.object ?? JSONObject()
    static let reference = "docs/connector-format.md"

    static func builtIn() throws -> [ConnectorDefinition] {
        try BuiltInConnectors.all.map { try ConnectorDefinition.parse($0.text(), file: $0.summary.name) }
    }

    static func page(_ path: String) throws -> String { try text(of: "\(PackageFolder.path)/\(path)") }

    static func pages() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: PackageFolder.path + "/docs")
            .filter { $0.hasSuffix(".md") }.sorted()
    }

    @Test func `the published schema is the program's`() throws {
        let kept = try? JSONValue.parse(Self.page("docs/connector.schema.json"))
        if kept != Self.schema || GoldenFile.isRecording {
            try GoldenFile.compare(Self.schema.laidOut() + "\n", with: "docs/connector.schema.json")
        }
    }

    @Test func `every built-in connector has its page`() throws {
        for definition in try Self.builtIn() {
            let page = ConnectorPage(definition: definition)
            try GoldenFile.compare(page.text, with: page.path)
        }
        let index = ConnectorIndex(definitions: try Self.builtIn())
        try GoldenFile.compare(index.text, with: index.path)
    }

    @Test func `there is no page of a connector that does not exist`() throws {
        let pages = try FileManager.default.contentsOfDirectory(atPath: PackageFolder.path + "/docs/connectors")
        #expect(try Set(pages) == Set(Self.builtIn().map { "\($0.name).md" } + ["README.md"]))
    }

    @Test func `sample configurations name what is required, and pass but for their blanks`() throws {
        for definition in try Self.builtIn() {
            let sample = ConnectorPage(definition: definition).sampleConfiguration
            let required = definition.configuration.fields.filter { $0.isRequired && $0.defaultValue == nil }
            #expect(sample.object?.map(\.key) == required.map(\.name))
            for field in required {
                guard let value = sample[field.name], value != "…" else { continue }
                #expect(field.fault(in: value) == nil, "\(definition.name): \(field.name)")
            }
        }
    }

    @Test func `the reference has the keys of the formats`() throws {
        let tables = KeyTables(definitions: Self.definitions, words: ReferenceWords.all)
        let page = try MarkedSections.filled(Self.page(Self.reference)) { try tables.tables(for: $0) }
        try GoldenFile.compare(page.text, with: Self.reference)
        let withKeys = Self.definitions.filter { $0.value["properties"] != nil || $0.value["oneOf"] != nil }.map(\.key)
        let canonical = withKeys.filter { !$0.hasPrefix("design_") }
        #expect(Set(page.names) == Set(canonical))
    }

    @Test func `the reference tells every word of the other spelling`() throws {
        let page = try Self.page(Self.reference)
        let section = try #require(page.split(separator: "\n## The other spelling\n").dropFirst().first)
        let canonical = Set(keys { !$0.hasPrefix("design_") })
        let own = Set(keys { $0.hasPrefix("design_") }).subtracting(canonical)
        #expect(own.count > 20)
        let missing = own.filter { word in
            !["`\(word)`", "`\(word):", "`type: \(word)`"].contains { section.contains($0) }
        }
        #expect(missing == [])
    }

    /// All keys, and kinds, in parts of the schema.
    private func keys(in isWanted: (String) -> Bool) -> [String] {
        Self.definitions.filter { isWanted($0.key) }.flatMap { definition in
            ([definition.value] + (definition.value["oneOf"]?.array ?? [])).flatMap { schema in
                let properties = schema["properties"]?.object ?? JSONObject()
                return properties.map(\.key) + (properties["type"]?["enum"]?.array ?? []).compactMap(\.string)
            }
        }
    }

    @Test func `every example in YAML loads`() throws {
        let connectorKeys = Self.definitions["connector"]?["properties"]?.object?.map(\.key) ?? []
        var count = 0
        for name in try Self.pages() {
            for block in YAMLBlock.all(in: try Self.page("docs/\(name)"), page: name) {
                count += 1
                let file = try block.file(connectorKeys: connectorKeys)
                do throws(DefinitionErrors) {
                    _ = try ConnectorDefinition.parse(Array(file.utf8), file: "\(block.page):\(block.line)")
                } catch {
                    Issue.record("\(error)\n\(file)")
                }
            }
        }
        #expect(count >= 30)
    }

    @Test func `the two spellings of the reference's example mean the same`() throws {
        let page = try Self.page(Self.reference)
        let examples = YAMLBlock.all(in: page, page: Self.reference).filter { $0.text.contains("base_url") }
        let other = try #require(examples.first { $0.text.contains("kind: connector") })
        let definition = try ConnectorDefinition.parse(Array(other.text.utf8), file: "other.yaml")
        let same = try examples.filter { example in
            try ConnectorDefinition.parse(Array(example.text.utf8), file: "canonical.yaml") == definition
        }
        #expect(same.count == 2, "the example with `kind: connector` and another one")
    }

    @Test func `every link between the pages leads somewhere`() throws {
        for name in try Self.pages() {
            let page = try Self.page("docs/\(name)")
            let anchors = Set(page.split(separator: "\n").filter { $0.hasPrefix("#") }.map(\.anchor))
            for match in page.matches(of: /\]\(([^)\s]*)\)/) {
                let target = match.output.1
                if target.hasPrefix("#") {
                    #expect(anchors.contains(String(target.dropFirst())), "\(name): \(target)")
                } else if !target.contains("://") {
                    let file = target.prefix { $0 != "#" }
                    #expect(
                        FileManager.default.fileExists(atPath: "\(PackageFolder.path)/docs/\(file)"),
                        "\(name): \(target)")
                }
            }
        }
    }
}

extension Substring {
    /// What a heading is called in links.
    fileprivate var anchor: String {
        drop { $0 == "#" || $0 == " " }.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
            .replacing(" ", with: "-")
    }
}
