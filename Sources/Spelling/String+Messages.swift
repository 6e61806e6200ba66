extension String {
    /// The text on one line, cut to a length that fits a message.
    package var shortened: String {
        let scalars = unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(scalars) + (unicodeScalars.dropFirst(60).isEmpty ? "" : "…")
    }
}

extension [String] {
    /// The names, shortened, as a choice: "`a`, `b` or `c`".
    package var alternatives: String {
        if count > 16 {
            return prefix(12).map { "`\($0.shortened)`" }.joined(separator: ", ") + " or one of \(count - 12) others"
        }
        let names = map { "`\($0.shortened)`" }
        guard let last = names.last, count > 1 else { return names.first ?? "nothing" }
        return names.dropLast().joined(separator: ", ") + " or \(last)"
    }
}
