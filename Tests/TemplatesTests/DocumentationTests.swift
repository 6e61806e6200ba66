import Foundation
import JSON
import Templates
import TestSupport
import Testing

/// docs/templates.md says what is so.
@Suite struct DocumentationTests {
    private func lines() throws -> [String] {
        let path = PackageFolder.path + "/docs/templates.md"
        return try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    }

    @Test func `the table of filters is complete`() throws {
        let rows = Filter.all.map { filter in
            let aliases = filter.aliases.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(filter.signature)`\(aliases.isEmpty ? "" : " (also \(aliases))") | \(filter.summary) |"
        }
        let table = try lines().drop { $0 != "| filter | result |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
        #expect(Array(table) == rows, "the table should be:\n\(rows.joined(separator: "\n"))")
    }

    @Test func `the table of variables is complete`() throws {
        let table = try lines().drop { $0 != "| variable | what it is |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
        #expect(
            table.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
                == TemplateRoot.allCases.map(\.name))
    }

    @Test func `the examples yield what they show`() throws {
        let examples = try lines().drop { $0 != "## Examples" }
        let json = examples.drop { $0 != "```json" }.dropFirst().prefix { $0 != "```" }.joined(separator: "\n")
        let values = try JSONValue.parse(json)
        var context = try SampleContext.make()
        context[.config] = try .value(#require(values["config"]))
        context[.partition] = try .value(#require(values["partition"]))
        context[.state] = try .value(#require(values["state"]))
        let rows = examples.filter { $0.contains(" → ") }
        #expect(rows.count > 10)
        for row in rows {
            let sides = row.components(separatedBy: " → ").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(try Template(sides[0], scope: .everything).text(in: context) == sides[1], "\(row)")
        }
    }
}
