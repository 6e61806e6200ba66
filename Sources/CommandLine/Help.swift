/// The layout of help texts.
enum Help {
    /// Lines of two columns, the second aligned.
    static func table(_ rows: [(String, String)]) -> [String] {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { row in
            "  " + row.0 + String(repeating: " ", count: width - row.0.count + 2) + row.1
        }
    }
}

extension Command {
    /// The text of `curlew NAME --help`.
    var help: String {
        var usage = "Usage: curlew \(name)"
        for option in options where option.isRequired {
            usage += " --\(option.name)" + (option.value.map { " " + $0 } ?? "")
        }
        if options.contains(where: { !$0.isRequired }) { usage += " [OPTION…]" }
        if let operands { usage += " " + operands }
        var lines = [summary, "", usage]
        if let details { lines += ["", details] }
        lines += ["", "Options:"]
        let shown = options.filter { !$0.isHidden }.map { ($0.spelling, $0.help) }
        lines += Help.table(shown + [("-h, --help", "Show this help")])
        return lines.joined(separator: "\n")
    }
}

extension Command.Option {
    fileprivate var spelling: String {
        (short.map { "-\($0), " } ?? "    ") + "--" + name + (value.map { " " + $0 } ?? "")
    }
}
