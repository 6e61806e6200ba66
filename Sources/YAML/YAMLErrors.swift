/// Everything that was found wrong in a YAML text, in the order of the text; at least one error.
package struct YAMLErrors: Error, Hashable, Sendable {
    /// The first error.
    package let first: YAMLError
    /// All errors, the first among them.
    package let all: [YAMLError]

    /// Nil when there is none. What was found twice, by us and by libyaml, is told once.
    init?(_ errors: [YAMLError]) {
        var seen: Set<YAMLError> = []
        let all = errors.filter { seen.insert($0).inserted }.sorted { $0.position < $1.position }
        guard let first = all.first else { return nil }
        self.first = first
        self.all = all
    }
}

extension YAMLErrors: CustomStringConvertible {
    /// One line for each error.
    package var description: String {
        all.map(\.description).joined(separator: "\n")
    }
}
