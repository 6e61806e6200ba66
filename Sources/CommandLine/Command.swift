internal import Connector

/// A subcommand: what it takes, what it says of itself, and what it does.
struct Command: Sendable {
    /// An option such as `--connector NAME`, or a flag such as `--verbose`.
    struct Option: Sendable {
        var name: String
        var short: Character?
        /// What the value is called in help; nil for a flag.
        var value: String?
        /// Whether usage shows it as needed. The command itself says what is missing.
        var isRequired: Bool
        /// Whether help passes it over: an option that is known only so that the command can say why it does not take it.
        var isHidden: Bool
        var help: String

        init(
            _ name: String, short: Character? = nil, value: String? = nil, isRequired: Bool = false,
            isHidden: Bool = false, help: String
        ) {
            self.name = name
            self.short = short
            self.value = value
            self.isRequired = isRequired
            self.isHidden = isHidden
            self.help = help
        }
    }

    var name: String
    var summary: String
    /// What the command's own help says besides the summary.
    var details: String?
    /// What stands behind the options, as help shows it, such as `FILE…`; nil when nothing may.
    var operands: String?
    var options: [Option]
    var run: @Sendable (Arguments, Console) async throws(Failure) -> ExitCode

    init(
        _ name: String, summary: String, details: String? = nil, operands: String? = nil, options: [Option] = [],
        run: @escaping @Sendable (Arguments, Console) async throws(Failure) -> ExitCode
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.operands = operands
        self.options = options
        self.run = run
    }
}
