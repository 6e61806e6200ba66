/// The variables that say where credentials come from. An empty one is as good as none.
struct AWSEnvironment: Sendable {
    /// All of them, for processes.
    let variables: [String: String]

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    subscript(name: String) -> String? {
        guard let value = variables[name]?.trimmed, !value.isEmpty else { return nil }
        return value
    }

    func isTrue(_ name: String) -> Bool {
        self[name]?.lowercased() == "true"
    }

    /// A path with the home folder in place of a tilde at its beginning.
    func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = self["HOME"] else { return path }
        return home + path.dropFirst()
    }
}
