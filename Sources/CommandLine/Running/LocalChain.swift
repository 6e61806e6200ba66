internal import Actions
internal import Connector
internal import JSON
internal import Sync

/// Invocations of the function on this machine, one after another, as a state machine makes them on AWS.
struct LocalChain {
    let handler: EventHandler
    let console: Console
    let interruption: Interruption
    /// How much time each invocation has; nil for as much as it takes.
    let budget: Duration?
    let isVerbose: Bool

    /// Runs from an event to the end, or once.
    func run(_ event: JSONValue, once: Bool) async throws(Failure) -> ExitCode {
        let start = ContinuousClock.now
        // Pulled by Ctrl-C: the invocation under way ends in order, and is the last one.
        let whole = Deadline()
        return try await interruption.pulling(whole) { () async throws(Failure) in
            var summary = ChainSummary()
            var event = event
            while true {
                let answer = try await invoke(event, within: whole)
                summary.add(answer)
                guard let next = answer.resumption, !once, !whole.isPulled else {
                    console.print(String(decoding: answer.text, as: UTF8.self))
                    if answer.isDone != nil { console.note(summary.text(after: .now - start)) }
                    return ExitCode(answer)
                }
                event = next
                if let wait = answer.resumeAfter, wait > .zero {
                    console.note("curlew: the source asks to come back in \(ProgressLine.time(wait))")
                    _ = await whole.sleep(for: wait)
                }
            }
        }
    }

    private func invoke(_ event: JSONValue, within whole: Deadline) async throws(Failure) -> EventAnswer {
        let (console, isVerbose) = (console, isVerbose)
        let context = InvocationContext(
            deadline: Deadline(within: whole, at: budget.map { .now + $0 }),
            log: { level, message in
                if isVerbose || level >= .warning { console.note("curlew: \(message)") }
            })
        let opened = EventEnvelope.open(event, environment: handler.environment)
        return try await handler.answer(to: try Event(try opened.event.get()), context)
    }
}

/// What a chain has come to, for a person.
private struct ChainSummary {
    var invocations = 0
    var records = 0
    var files: [String] = []

    mutating func add(_ answer: EventAnswer) {
        invocations += 1
        records += answer.members["total_records"]?.int64.map { Int($0) } ?? 0
        for stream in answer.members["streams"]?.array ?? [] {
            files += (stream["files"]?.array ?? []).compactMap { $0["path"]?.string }
        }
    }

    func text(after duration: Duration) -> String {
        let seconds = Double(duration.milliseconds) / 1000
        let rate = seconds > 0 ? Int(Double(records) / seconds) : records
        let chain = invocations == 1 ? "1 invocation" : "\(invocations) invocations"
        var text =
            "\(ProgressLine.grouped(records)) records in \(ProgressLine.time(duration)), "
            + "\(ProgressLine.grouped(rate)) a second, \(chain)"
        guard let folder = files.first.flatMap(Self.folder) else { return text }
        text +=
            "\n\(ProgressLine.grouped(files.count)) Parquet \(files.count == 1 ? "file" : "files"); to look at them:"
        return text
            + "\n  duckdb -c \"SELECT * FROM read_parquet('\(folder)/*/*.parquet', union_by_name = true) LIMIT 10\""
    }

    /// The folder of a stream, out of `<folder>/dt=…/part-….parquet`.
    private static func folder(of file: String) -> String? {
        let words = file.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count > 2 else { return nil }
        return words.dropLast(2).joined(separator: "/")
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
