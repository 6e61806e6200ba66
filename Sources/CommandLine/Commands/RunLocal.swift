internal import Actions
internal import Connector
internal import JSON

extension Command {
    /// `curlew run-local EVENT.json`: what the function does with an event, on this machine.
    static func runLocal(_ handler: EventHandler, _ interruption: Interruption) -> Command {
        Command(
            "run-local", summary: "Do what a Lambda event asks for, on this machine",
            details: """
                The handler is the function's own. A sync that is cut by --deadline-ms is continued with the event that it
                answered, until it is done. The last answer goes to standard output as one line of JSON, and so do those before it
                where they have records; what a person wants to know goes to standard error. The exit code is that of `curlew read`.
                """,
            operands: "EVENT.json|-",
            options: [
                .init("deadline-ms", value: "N", help: "Give each invocation so many milliseconds (default: no limit)"),
                .init("fan-out", value: "K", help: "Divide the sync into shards, which K processes read side by side"),
                .init("once", help: "Stop after one invocation"),
                .init("quiet", short: "q", help: "Show the answer, and no summary of it"),
                .init("verbose", short: "v", help: "Log each page, on standard error"),
            ]
        ) { (arguments, console) throws(Failure) in
            guard let path = arguments.operands.first, arguments.operands.count == 1 else {
                throw Failure(.config, "`curlew run-local` takes one file", hint: "see `curlew run-local --help`")
            }
            let event = try JSONValue.parse(PaddedBytes(try TextFile.read(path)), from: path)
            var run = LocalRun(handler: handler, console: console)
            run.budget = try arguments.count("deadline-ms", in: 1...1_000_000_000).map { Duration.milliseconds($0) }
            run.workers = try arguments.count("fan-out", in: 1...1_000)
            run.once = arguments.has("once")
            run.isVerbose = arguments.has("verbose")
            run.isQuiet = arguments.has("quiet")
            if run.once, run.workers != nil {
                throw Failure(.config, "`--once` and `--fan-out` exclude each other")
            }
            return try await run.run(event, interruption)
        }
    }
}
