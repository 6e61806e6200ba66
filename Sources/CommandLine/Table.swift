/// Text in columns for a person. The last column is cut where the terminal ends.
struct Table {
    var header: [String]
    var rows: [[String]]
    var width = 120

    var text: String {
        let lines = [header] + rows
        let widths = header.indices.dropLast().map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: width - cell.count + 2)
        }
        let last = cells.last ?? ""
        let room = max(20, width - line.count)
        return line + (last.count > room ? last.prefix(room - 1) + "…" : last)
    }
}
