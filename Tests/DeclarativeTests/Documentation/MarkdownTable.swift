/// A table in Markdown.
struct MarkdownTable {
    var header: [String]
    var rows: [[String]]

    var text: String {
        let rule = header.map { _ in "---" }
        return ([header, rule] + rows).map { cells in
            "| " + cells.map(\.escapedForTable).joined(separator: " | ") + " |\n"
        }.joined()
    }
}

extension String {
    /// The text on one line, with bars that do not end the cell.
    private var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

    fileprivate var escapedForTable: String { onOneLine.replacing("|", with: "\\|") }

    /// The text with those characters escaped that a page would not show as they are.
    var escapedForMarkdown: String {
        replacing("<", with: "\\<").replacing("*", with: "\\*").replacing("_", with: "\\_")
    }

    /// The text as code.
    var code: String { "`\(self)`" }
}
