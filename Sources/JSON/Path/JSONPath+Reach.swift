extension JSONPath {
    /// The names that the path begins with: `["data"]` for `data[-1].id`.
    package var leadingNames: [String] {
        var names: [String] = []
        for segment in program.mainSegments {
            guard case .name(let name) = program.onlyChildSelector(of: segment) else { break }
            names.append(String(decoding: program.literal(name).utf8, as: UTF8.self))
        }
        return names
    }

    /// Whether the path consists of names and nothing else, so that it leads to one place that is there or is not.
    package var hasOnlyNames: Bool { leadingNames.count == program.mainSegments.count }

    /// Whether the last step of the path is one name.
    package var endsInName: Bool {
        guard let last = program.mainSegments.last, case .name = program.onlyChildSelector(of: last) else {
            return false
        }
        return true
    }

    /// Whether the path may look at the value that `names` lead to, at something inside it, or at something around it.
    package func mayLook(at names: [String]) -> Bool {
        // Another query that begins at the document may look anywhere.
        let hasOtherQuery = program.queries.indices.contains { $0 != program.main && program.queries[$0].isAbsolute }
        if hasOtherQuery { return true }
        let own = leadingNames.map(ExactText.init)
        let others = names.map(ExactText.init)
        return own.starts(with: others) || others.starts(with: own)
    }
}
