@testable import Declarative

/// The list of built-in connectors by category.
struct ConnectorIndex {
    let definitions: [ConnectorDefinition]

    let path = "docs/connectors/README.md"

    var text: String {
        var categories: [String] = []
        for category in definitions.compactMap(\.category) where !categories.contains(category) {
            categories.append(category)
        }
        return """
            <!-- Made from connectors/*.yaml by scripts/record. -->

            # Built-in connectors

            These are part of the program: `--connector stripe` needs no file. `curlew list` shows the same list, and a page each
            tells where credentials come from, what can be configured and which streams there are. How to write another is in
            [The connector file](../connector-format.md).


            """ + categories.map(section).joined(separator: "\n")
    }

    private func section(_ category: String) -> String {
        let rows = definitions.filter { $0.category == category }.map { definition in
            [
                "[\(definition.title ?? definition.name)](\(definition.name).md)", definition.name.code,
                definition.aliases.map(\.code).joined(separator: ", "), String(definition.streams.count),
                (definition.description ?? "").escapedForMarkdown,
            ]
        }
        let table = MarkdownTable(header: ["connector", "name", "aliases", "streams", "what it reads"], rows: rows)
        return "## \(category)\n\n\(table.text)"
    }
}
