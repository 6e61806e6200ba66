internal import Actions
internal import Connector
internal import DateTime
internal import Glibc
internal import JSON

/// Takes invocations, one at a time, until the process ends.
struct RuntimeLoop {
    let handler: EventHandler
    let environment: [String: String]
    let log: FunctionLog
    let interruption: Interruption

    /// Serves a queue until somebody asks the process to end; throws when it is of no use to go on.
    func run(_ queue: inout some InvocationQueue & ~Copyable) async throws(RuntimeFault) {
        while true {
            let invocation = try queue.next()
            export(invocation.traceID)
            let deadline = Deadline(at: invocation.instant(from: .now))
            // Until the answer is out: a signal that comes on its way lets it go.
            try await interruption.pulling(deadline) { () async throws(RuntimeFault) in
                let (answer, metrics) = await serve(invocation, until: deadline)
                log.write(metrics)
                switch answer {
                case .success(let body):
                    if try !queue.answer(invocation, body.text) { try answerShorter(invocation, body, &queue) }
                case .failure(let failure):
                    try queue.fail(invocation, with: FunctionError(failure))
                }
            }
            // The sandbox ends: what was read is durable, and nothing more may begin.
            if deadline.isPulled { return }
        }
    }

    /// Where what is linked in looks for it.
    private func export(_ trace: String?) {
        if let trace {
            setenv("_X_AMZN_TRACE_ID", trace, 1)
        } else {
            unsetenv("_X_AMZN_TRACE_ID")
        }
    }

    /// The answer was refused because it is too large.
    private func answerShorter(
        _ invocation: Invocation, _ body: FunctionAnswer, _ queue: inout some InvocationQueue & ~Copyable
    ) throws(RuntimeFault) {
        if let shorter = body.withoutFiles, try queue.answer(invocation, shorter) { return }
        try queue.fail(
            invocation,
            with: FunctionError(
                Failure(
                    .destination, "the answer is larger than Lambda takes",
                    hint: "read fewer records at a time, or write to files: `format` parquet and an `output`")))
    }

    private func serve(
        _ invocation: Invocation, until deadline: Deadline
    ) async -> (Result<FunctionAnswer, Failure>, MetricsLine) {
        let start = ContinuousClock.now
        var metrics = MetricsLine(requestID: invocation.requestID)
        let log = log
        let context = InvocationContext(deadline: deadline) { level, message in
            log.write(level, message, requestID: invocation.requestID)
        }
        let result = await answer(to: invocation.event, context, &metrics)
        metrics.end(after: .now - start)
        return (result, metrics)
    }

    private func answer(
        to bytes: [UInt8], _ context: InvocationContext, _ metrics: inout MetricsLine
    ) async -> Result<FunctionAnswer, Failure> {
        var envelope = EventEnvelope.plain
        do throws(Failure) {
            let opened = EventEnvelope.open(try Self.event(in: bytes), environment: environment)
            envelope = opened.envelope
            var context = context
            // The answer becomes a text in another: each quote in it may take a second byte.
            if case .http = envelope { context.answerLimit /= 2 }
            let event = try Event(try opened.event.get())
            try refuseFleetingPlaces(event)
            let answer = try await handler.answer(to: event, context)
            metrics.add(answer)
            return .success(FunctionAnswer(answer, to: envelope))
        } catch {
            context.log(.error, error.description)
            metrics.add(error)
            if case .http = envelope { return .success(FunctionAnswer(error)) }
            return .failure(error)
        }
    }

    /// What is written into a folder of the sandbox is gone with it, and the state would say that it was delivered.
    private func refuseFleetingPlaces(_ event: Event) throws(Failure) {
        var places = [("output", event.output), ("plan", event.plan)]
        if case .reference(let reference)? = event.state { places.append(("state", reference)) }
        for case (let name, let place?) in places where !handler.places.isRemote(place) && !place.hasPrefix("/") {
            throw Failure(
                .config, "`\(name)` is a path in a folder that goes with the sandbox: \(handler.places.shown(place))",
                hint: "give a URL, such as s3://BUCKET/PREFIX/")
        }
    }

    private static func event(in bytes: [UInt8]) throws(Failure) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(PaddedBytes(bytes))
        } catch {
            throw Failure(.config, "the event is not JSON: \(JSONError(reason: error.reason, offset: error.offset))")
        }
    }
}

extension Invocation {
    /// The deadline on the clock that does not jump.
    func instant(from now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        deadline.map { deadline in
            let (remaining, isFar) = deadline.subtractingReportingOverflow(Timestamp.now().unixMilliseconds)
            return now + .milliseconds(isFar ? 0 : remaining)
        }
    }
}
