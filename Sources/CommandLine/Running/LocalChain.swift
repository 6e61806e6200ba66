internal import Actions
internal import Connector
internal import JSON

/// Invocations of the function on this machine, one after another, as a state machine makes them on AWS.
struct LocalChain {
    let console: Console
    /// Makes one invocation.
    let invoke: @Sendable (JSONValue) async throws(Failure) -> EventAnswer
    /// Pulled by Ctrl-C: the invocation under way ends in order, and is the last one.
    let whole: Deadline

    /// Goes on from an event to the end, or once. Returns the last answer.
    func run(
        _ event: JSONValue, once: Bool = false, adding summary: inout RunSummary
    ) async throws(Failure) -> EventAnswer {
        var event = event
        while true {
            let answer = try await invoke(event)
            summary.add(answer)
            guard let next = answer.resumption, !once, !whole.isPulled else { return answer }
            // Records are nowhere else.
            if answer.records != nil { console.print(String(decoding: answer.text, as: UTF8.self)) }
            event = next
            if let wait = answer.resumeAfter, wait > .zero {
                console.note("curlew: the source asks to come back in \(ProgressLine.time(wait))")
                _ = await whole.sleep(for: wait)
            }
        }
    }
}
