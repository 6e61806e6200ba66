import BuiltInConnectors
import Connector
import Declarative
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct BuiltInConnectorTests {
    private static func definition(_ name: String) throws -> ConnectorDefinition {
        try DeclarativeCatalog(embedded: BuiltInConnectors.all).definition(name)
    }

    private static let names = BuiltInConnectors.all.map(\.summary.name)

    /// Built-in connectors by what the reference calls them.
    private static let aliases = [
        "openai-billing": "openai", "anthropic-billing": "anthropic", "cloudflare-billing": "cloudflare",
        "github-billing": "github",
    ]

    @Test func `are the ten of the reference and the demo`() throws {
        #expect(
            Self.names == [
                "stripe", "openai", "anthropic", "cloudflare", "github", "salesforce", "salesforce-bulk", "hubspot",
                "shopify", "zendesk", "demo",
            ])
        for (alias, name) in Self.aliases {
            #expect(try Self.definition(alias).name == name)
        }
    }

    @Test(arguments: BuiltInConnectors.all.map(\.summary))
    func `the summary is what the file says`(_ summary: ConnectorSummary) throws {
        let definition = try Self.definition(summary.name)
        #expect(definition.name == summary.name)
        #expect(definition.aliases == summary.aliases)
        #expect(definition.category == summary.category)
        #expect(!summary.description.isEmpty && summary.description.count <= 100)
        #expect(!summary.description.hasSuffix("."))
    }

    /// The demo's API is part of the program.
    private static let needsNoAccount: Set = ["demo"]

    @Test(arguments: names)
    func `explains itself`(_ name: String) throws {
        let definition = try Self.definition(name)
        #expect(definition.title?.isEmpty == false)
        #expect(definition.description?.hasSuffix(".") == true)
        #expect(definition.documentationURL?.hasPrefix("https://") != Self.needsNoAccount.contains(name))
        #expect(definition.check != nil)
        #expect(definition.configuration.isDeclared)
        #expect((definition.authentication == .none) == Self.needsNoAccount.contains(name))
        for field in definition.configuration.fields {
            #expect(field.title?.isEmpty == false, "\(field.name)")
            #expect(field.description?.hasSuffix(".") == true, "\(field.name)")
            #expect(!field.isRequired || field.defaultValue == nil, "\(field.name)")
        }
        let hasSecret = definition.configuration.fields.contains { $0.isSecret && $0.isRequired }
        #expect(hasSecret != Self.needsNoAccount.contains(name))
        for stream in definition.streams {
            #expect(stream.description?.hasSuffix(".") == true, "\(stream.name)")
        }
    }

    /// Streams whose records have nothing that identifies them: a rate limit is known only by the list of its models.
    private static let streamsWithoutKey: [String: Set<String>] = [
        "anthropic": ["rate_limits", "workspace_rate_limits"]
    ]

    @Test(arguments: names)
    func `says what identifies a record`(_ name: String) throws {
        let without = try Self.definition(name).streams.filter { $0.primaryKey.isEmpty }.map(\.name)
        #expect(Set(without) == Self.streamsWithoutKey[name] ?? [])
    }

    /// What the API of the demo is told when it is started, and not by requests.
    private static let servedFields: Set = [
        "demo.customers", "demo.orders", "demo.events", "demo.regions", "demo.seed", "demo.latency_ms",
        "demo.requests_per_second", "demo.error_rate", "demo.token_lifetime",
    ]

    @Test(arguments: names)
    func `every field is used`(_ name: String) throws {
        let definition = try Self.definition(name)
        let text = String(
            decoding: try #require(BuiltInConnectors.all.first { $0.summary.name == name }).text(), as: UTF8.self)
        for field in definition.configuration.fields {
            let isServed = Self.servedFields.contains("\(name).\(field.name)")
            #expect(text.contains("config.\(field.name)") != isServed, "\(field.name)")
        }
    }

    /// The JSON Schema of a configuration, at the example values and defaults that the file gives.
    @Test(arguments: names)
    func `asks for a configuration that its own examples fit`(_ name: String) throws {
        let specification = try Self.definition(name).configuration
        let properties = try #require(specification.jsonSchema["properties"]?.object)
        #expect(properties.map(\.key) == specification.fields.map(\.name))
        let required = specification.jsonSchema["required"]?.array?.compactMap(\.string) ?? []
        #expect(required == specification.fields.filter(\.isRequired).map(\.name))
        for field in specification.fields {
            for value in field.examples + [field.defaultValue].compactMap(\.self) {
                #expect(field.fault(in: value) == nil, "\(field.name)")
            }
        }
    }

    private static let factsFile = PackageFolder.sharedReference + "/builtin-connector-facts.md"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: factsFile), "the facts do not lie beside this checkout"))
    func `has every stream of the reference`() throws {
        let facts = try String(contentsOfFile: Self.factsFile, encoding: .utf8)
        var definition: ConnectorDefinition?
        var count = 0
        for line in facts.components(separatedBy: "\n") {
            if line.hasPrefix("## ") {
                let file = line.dropFirst(3).prefix { $0 != "." }
                definition = try Self.definition(Self.aliases[String(file)] ?? String(file))
            } else if line.hasPrefix("| "), let definition {
                let name = line.dropFirst(2).prefix { $0 != " " }
                if name == "stream" { continue }
                count += 1
                #expect(definition.stream(named: String(name)) != nil, "\(definition.name): \(name)")
            }
        }
        #expect(count == 116)
    }
}
