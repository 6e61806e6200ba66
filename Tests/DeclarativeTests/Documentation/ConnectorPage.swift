import Connector
import JSON

@testable import Declarative

/// The page of a built-in connector, made from its definition.
struct ConnectorPage {
    let definition: ConnectorDefinition

    /// The path of the page in the package.
    var path: String { "docs/connectors/\(definition.name).md" }

    var text: String {
        [
            "<!-- Made from connectors/\(definition.name).yaml by scripts/record. -->\n",
            "# \(definition.title ?? definition.name)\n",
            (definition.description ?? "").escapedForMarkdown + "\n",
            facts, "## Configuration\n", configuration, example, "## Streams\n", streams,
        ].joined(separator: "\n")
    }

    private var facts: String {
        let aliases =
            definition.aliases.isEmpty ? "" : " (also \(definition.aliases.map(\.code).joined(separator: ", ")))"
        var lines = ["- Name: \(definition.name.code)\(aliases)"]
        if let category = definition.category { lines.append("- Category: \(category)") }
        if let link = definition.documentationURL { lines.append("- The API's documentation: <\(link)>") }
        lines.append("- Definition: [connectors/\(definition.name).yaml](../../connectors/\(definition.name).yaml)")
        return lines.map { $0 + "\n" }.joined()
    }

    private var configuration: String {
        let rows = definition.configuration.fields.map { field in
            [field.name.code, field.kind, field.need, field.meaning]
        }
        return MarkdownTable(header: ["field", "type", "needed", "what it is and where to find it"], rows: rows).text
    }

    private var example: String {
        """
        A configuration with what is required:

        ```json
        \(sampleConfiguration.laidOut(width: 0))
        ```

        The same as a program sees it, with a JSON Schema:

        ```bash
        curlew spec --connector \(definition.name)
        ```

        """
    }

    /// The required fields, with their examples or a text to be replaced.
    var sampleConfiguration: JSONValue {
        var sample = JSONObject()
        for field in definition.configuration.fields where field.isRequired && field.defaultValue == nil {
            sample[field.name] = field.isSecret ? "…" : field.examples.first ?? "…"
        }
        return .object(sample)
    }

    private var streams: String {
        let rows = definition.streams.map { stream in
            [
                stream.name.code, stream.primaryKey.map { "\($0)".code }.joined(separator: ", "),
                stream.incremental.map(\.summary) ?? "—", stream.parents.map(\.code).joined(separator: ", "),
                (stream.description ?? "").escapedForMarkdown,
            ]
        }
        return """
            \(rows.count) streams. “Incremental by” names the field that says how new a record is; a stream without one is read \
            whole on every sync, and so is one marked \\*, of which only what is newer is kept.

            \(MarkdownTable(header: ["stream", "primary key", "incremental by", "parent", "records"], rows: rows).text)
            """
    }
}

extension StreamDefinition {
    /// The streams whose records make this one's slices.
    fileprivate var parents: [String] {
        partitions.compactMap { if case .parent(let parent) = $0 { parent.stream } else { nil } }
    }
}

extension Incremental {
    fileprivate var summary: String { "\(cursorPath)".code + (filter == .client ? " \\*" : "") }
}

extension ConfigurationField {
    fileprivate var kind: String {
        switch format {
        case nil: type.rawValue
        case .json?: "\(type.rawValue), JSON"
        case let format?: format.rawValue
        }
    }

    fileprivate var need: String {
        let need =
            isRequired ? "required" : defaultValue.map { "default \(($0.string ?? $0.description).code)" } ?? "optional"
        return isSecret ? need + ", secret" : need
    }

    fileprivate var meaning: String {
        var parts = [title.map { "**\($0)**." }, description?.escapedForMarkdown]
        if !allowedValues.isEmpty { parts.append("One of \(Self.list(allowedValues)).") }
        if !examples.isEmpty { parts.append("For example \(Self.list(examples)).") }
        return parts.compactMap { $0 }.joined(separator: " ")
    }

    private static func list(_ values: [JSONValue]) -> String {
        values.map { ($0.string ?? $0.description).code }.joined(separator: ", ")
    }
}
