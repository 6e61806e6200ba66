/// A text that says where a configuration is, as a person wrote it: perhaps a key, or the configuration itself.
package struct ConfigurationReference: Sendable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Why nothing is read from it. What does not look like a path is not shown.
    ///
    /// `name` is what the text was given as, such as `config`; the hint says where a configuration itself may stand.
    package func failure(_ cause: Failure, name: String, hint: String) -> Failure {
        if looksLikePath { return cause }
        return Failure(
            .config,
            "`\(name)` names a file, a URL, `secretsmanager:NAME` or `ssm:NAME`; what it names here is not there, or cannot be"
                + " read", hint: hint)
    }

    /// A slash in the middle shows nothing: base64 has them, too.
    private var looksLikePath: Bool {
        let text = text.lowercased()
        return ["/", "./", "../", "~/"].contains { text.hasPrefix($0) }
            || [".json", ".yaml", ".yml"].contains { text.hasSuffix($0) }
    }
}
