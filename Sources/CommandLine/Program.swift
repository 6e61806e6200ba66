package import Actions
package import Connector
internal import Spelling

/// The `curlew` program: a list of subcommands, their help, and one place where failures become exit codes.
package struct Program: Sendable {
    private let commands: [Command]
    private let fetch: @Sendable (inout Arguments) async -> Void

    /// The program with all its subcommands; what takes long ends in order when `interruption` says so.
    package init(
        catalog: any ConnectorCatalog, places: any Places, environment: [String: String] = [:],
        interruption: Interruption = Interruption()
    ) {
        let handler = EventHandler(catalog: catalog, places: places, environment: environment)
        self.init(commands: [
            .list(catalog), .streams(catalog), .spec(catalog), .check(catalog), .discover(catalog),
            .read(catalog, places, interruption), .validate(catalog), .test(catalog), .schema(catalog),
            .new(catalog),
            .runLocal(handler, interruption),
        ]) { arguments in await arguments.fetch(from: places, for: catalog) }
    }

    /// A program with the given subcommands, in the order help shows them.
    init(commands: [Command], fetch: @escaping @Sendable (inout Arguments) async -> Void = { _ in }) {
        self.commands = commands
        self.fetch = fetch
    }

    /// Runs the subcommand that the arguments (without the program's name) ask for.
    package func run(_ arguments: [String], console: Console = .standard) async -> ExitCode {
        do throws(Failure) {
            let code = try await dispatch(arguments, console)
            try console.check()
            return code
        } catch {
            console.note("curlew: \(error)")
            return ExitCode(error)
        }
    }

    private func dispatch(_ arguments: [String], _ console: Console) async throws(Failure) -> ExitCode {
        guard let first = arguments.first else {
            console.note(help)
            return .usage
        }
        switch first {
        case "--version", "-V":
            console.print("curlew \(curlewVersion)")
            return .succeeded
        case "--help", "-h", "help":
            console.print(
                try arguments.dropFirst().first.map { (name) throws(Failure) in try command(name).help } ?? help)
            return .succeeded
        default:
            let command = try command(first)
            let words = arguments.dropFirst()
            if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
                console.print(command.help)
                return .succeeded
            }
            var arguments = try Arguments(parsing: words, for: command)
            await fetch(&arguments)
            return try await command.run(arguments, console)
        }
    }

    private func command(_ name: String) throws(Failure) -> Command {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let near = nearestName(to: name, among: commands.map(\.name))
        let unknown = name.hasPrefix("-") ? "unknown option `\(name)`" : "unknown command `\(name)`"
        throw Failure(
            .config, unknown + (near.map { "; did you mean `\($0)`?" } ?? ""), hint: "see `curlew --help`")
    }

    private var help: String {
        var lines = [
            "Pulls data out of APIs and lands it as Parquet in object storage.",
            "",
        ]
        lines.append("Usage: curlew COMMAND [OPTION…]")
        if !commands.isEmpty {
            lines += ["", "Commands:"]
            lines += Help.table(commands.map { ($0.name, $0.summary) })
        }
        lines += ["", "Options:"]
        lines += Help.table([("-h, --help", "Show this help, or a command's"), ("-V, --version", "Show the version")])
        return lines.joined(separator: "\n")
    }
}
