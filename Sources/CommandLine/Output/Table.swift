/// Text in columns for a person, one line for each row. Lines are cut where the terminal ends.
struct Table {
    var header: [String]
    var rows: [[String]]

    /// The lines, none wider than `width` characters.
    func text(width: Int) -> String {
        let lines = ([header] + rows).map { $0.map(\.onOneLine) }
        let widths = header.indices.dropLast().map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { Self.line($0, widths).cut(to: width) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: width - cell.count + 2)
        }
        line += cells.last ?? ""
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    /// The text with spaces in place of line breaks and of characters that would steer the terminal.
    fileprivate var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    fileprivate func cut(to width: Int) -> String {
        count > width ? prefix(max(0, width - 1)) + "…" : self
    }
}
