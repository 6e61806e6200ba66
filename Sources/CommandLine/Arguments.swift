internal import Connector
internal import Spelling

/// The options and operands given to a subcommand.
struct Arguments: Sendable {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    /// What is no option, in order.
    private(set) var operands: [String] = []
    /// What the values of options refer to, by the options, where that had to be fetched.
    var fetched: [String: Result<[UInt8], Failure>] = [:]

    /// Reads `--name value`, `--name=value`, `-n value`, flags and operands; everything behind `--` is an operand.
    ///
    /// Throws when an option is unknown, lacks its value or stands twice.
    init(parsing words: some Sequence<String>, for command: Command) throws(Failure) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            if word == "--" {
                operands.append(contentsOf: words)
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let (spelling, attached) = Self.split(word)
            let option = try Self.option(spelling, of: command)
            try add(option, spelling: spelling, attached: attached, following: &words, command)
        }
        if command.operands == nil, let first = operands.first {
            throw usage("`curlew \(command.name)` takes no argument `\(first)`", command)
        }
    }

    /// The value of an option.
    subscript(option: String) -> String? { values[option] }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { flags.contains(flag) }

    private mutating func add(
        _ option: Command.Option, spelling: String, attached: String?, following words: inout ArraySlice<String>,
        _ command: Command
    ) throws(Failure) {
        guard let name = option.value else {
            if attached != nil { throw usage("`\(spelling)` takes no value", command) }
            flags.insert(option.name)
            return
        }
        guard let value = attached ?? words.popFirst() else {
            throw usage("`\(spelling)` needs a value: \(name)", command)
        }
        if values.updateValue(value, forKey: option.name) != nil {
            throw usage("`--\(option.name)` is given twice", command)
        }
    }

    private static func split(_ word: String) -> (spelling: String, attached: String?) {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    private static func option(_ spelling: String, of command: Command) throws(Failure) -> Command.Option {
        let match = command.options.first { option in
            spelling == "--\(option.name)" || option.short.map { spelling == "-\($0)" } ?? false
        }
        if let match { return match }
        let near = nearestName(
            to: String(spelling.drop { $0 == "-" }), among: command.options.filter { !$0.isHidden }.map(\.name))
        throw usage(
            "unknown option `\(spelling.prefix(24))`" + (near.map { "; did you mean `--\($0)`?" } ?? ""), command)
    }
}

private func usage(_ message: String, _ command: Command) -> Failure {
    Failure(.config, message, hint: "see `curlew \(command.name) --help`")
}
