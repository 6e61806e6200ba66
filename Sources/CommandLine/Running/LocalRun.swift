internal import Actions
internal import Connector
internal import JSON
internal import Sync

/// What `curlew run-local` does: the function's own handler, again and again, until there is nothing left to do.
struct LocalRun: Sendable {
    let handler: EventHandler
    let console: Console
    /// How much time each invocation has; nil for as much as it takes.
    var budget: Duration?
    /// Whether it ends after one invocation.
    var once = false
    /// How many processes read shards side by side; nil for none.
    var workers: Int?
    var isVerbose = false
    /// Whether the answer is all that is shown of what goes well.
    var isQuiet = false

    /// Runs from an event to the end.
    func run(_ event: JSONValue, _ interruption: Interruption) async throws(Failure) -> ExitCode {
        let start = ContinuousClock.now
        let whole = Deadline()
        EventGiver.whenGone { whole.pull() }
        return try await interruption.pulling(whole) { () async throws(Failure) in
            let chain = LocalChain(
                console: console, invoke: { (event) throws(Failure) in try await invoke(event, within: whole) },
                whole: whole)
            var summary = RunSummary()
            let answer: EventAnswer
            if let workers {
                let fanOut = LocalFanOut(
                    chain: chain, handler: handler, console: console, workers: workers, isQuiet: isQuiet)
                answer = try await fanOut.run(event, arguments: workerArguments, adding: &summary)
            } else {
                answer = try await chain.run(event, once: once, adding: &summary)
            }
            console.print(String(decoding: answer.text, as: UTF8.self))
            if answer.isDone != nil, !isQuiet { console.note(summary.text(after: .now - start)) }
            if answer.isDone == false, !isQuiet {
                let next = event["state"]?.string == nil ? "`resume` in the answer is" : "the same event is"
                console.note("Not all of it is read: \(next) where it goes on.")
            }
            return ExitCode(answer)
        }
    }

    /// What a process is started with that reads a shard.
    private var workerArguments: [String] {
        ["run-local", "-", "--once", "--quiet"] + (isVerbose ? ["--verbose"] : [])
            + (budget.map { ["--deadline-ms", "\($0.milliseconds)"] } ?? [])
    }

    private func invoke(_ event: JSONValue, within whole: Deadline) async throws(Failure) -> EventAnswer {
        let (console, isVerbose) = (console, isVerbose)
        let context = InvocationContext(
            deadline: Deadline(within: whole, at: budget.map { .now + $0 }),
            log: { level, message in
                if isVerbose || level >= .warning { console.note("curlew: \(message)") }
            })
        let opened = EventEnvelope.open(event, environment: handler.environment)
        let event = try Event(try opened.event.get())
        if isQuiet { return try await handler.answer(to: event, context) }
        let display = ProgressDisplay(
            console: console, progress: context.progress, activity: context.activity, deadline: context.deadline)
        return try await display.during { () async throws(Failure) in try await handler.answer(to: event, context) }
    }
}

extension ExitCode {
    /// The code for an answer that was the last.
    init(_ answer: EventAnswer) {
        switch answer.members["status"]?.string.flatMap({ SyncReport.Status(rawValue: $0) }) {
        case .partial?: self = .partial
        case .failed?: self = .failed
        case .incomplete?: self = .incomplete
        case .succeeded?: self = .succeeded
        case nil:
            let status = answer.members["connectionStatus"]?["status"]?.string
            self = status == "FAILED" ? .failed : .succeeded
        }
    }
}
