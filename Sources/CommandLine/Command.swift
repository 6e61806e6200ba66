internal import Connector

/// A subcommand: what it takes, what it says of itself, and what it does.
struct Command: Sendable {
    /// An option such as `--connector NAME`, or a flag such as `--verbose`.
    struct Option: Sendable {
        var name: String
        var short: Character?
        /// What the value is called in help; nil for a flag.
        var value: String?
        var help: String

        init(_ name: String, short: Character? = nil, value: String? = nil, help: String) {
            self.name = name
            self.short = short
            self.value = value
            self.help = help
        }
    }

    var name: String
    var summary: String
    /// What stands behind the options, as help shows it, such as `FILE…`; nil when nothing may.
    var operands: String?
    var options: [Option]
    var run: @Sendable (Arguments, Console) async throws(Failure) -> ExitCode

    init(
        _ name: String, summary: String, operands: String? = nil, options: [Option] = [],
        run: @escaping @Sendable (Arguments, Console) async throws(Failure) -> ExitCode
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.options = options
        self.run = run
    }
}
