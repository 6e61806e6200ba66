import Declarative
import Testing

/// The two spellings of connector files, each with the least that a file needs.
enum Spelling: String, CaseIterable, Sendable {
    case canonical
    case design

    /// A connector with one stream, to whose mapping `lines` are added.
    func connector(stream lines: String, name: String = "records") -> String {
        connector("streams:\n  - name: \(name)\n" + lines.indented(by: 4))
    }

    /// A connector with whatever stands in `lines` at the top, and a stream if they have none.
    func connector(_ lines: String) -> String {
        let head =
            switch self {
            case .canonical: "name: example\nversion: \"1\"\nbase_url: https://api.example.com\n"
            case .design:
                "kind: connector\nversion: \"1\"\nmetadata: { name: example }\nbase_url: https://api.example.com\n"
            }
        let hasStreams = lines.hasPrefix("streams:") || lines.contains("\nstreams:")
        return head + lines + (lines.hasSuffix("\n") ? "" : "\n") + (hasStreams ? "" : stream(named: "records"))
    }

    private func stream(named name: String) -> String {
        "streams:\n" + streamItem(named: name)
    }

    /// A stream as an item of the list of streams.
    func streamItem(named name: String) -> String {
        switch self {
        case .canonical: "  - { name: \(name), request: { path: /\(name) } }\n"
        case .design: "  - { name: \(name), endpoint: /\(name) }\n"
        }
    }
}

extension String {
    func indented(by count: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
    }
}

/// The definition of a text; records what is wrong with it as an issue.
func parse(
    _ text: String, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) -> ConnectorDefinition? {
    do throws(DefinitionErrors) {
        return try ConnectorDefinition.parse(Array(text.utf8), file: "example.yaml")
    } catch {
        Issue.record("\(comment)\n\(error)\n\(text)", sourceLocation: sourceLocation)
        return nil
    }
}
