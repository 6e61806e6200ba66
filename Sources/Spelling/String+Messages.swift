extension String {
    /// The text on one line, cut to a length that fits a message.
    package var shortened: String {
        let scalars = unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(scalars) + (unicodeScalars.dropFirst(60).isEmpty ? "" : "…")
    }
}

extension [String] {
    /// The names as a choice: "`a`, `b` or `c`".
    package var alternatives: String {
        guard let last, count > 1 else { return first.map { "`\($0)`" } ?? "nothing" }
        return dropLast().map { "`\($0)`" }.joined(separator: ", ") + " or `\(last)`"
    }
}
