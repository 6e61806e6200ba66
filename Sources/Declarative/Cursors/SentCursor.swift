internal import Connector
internal import DateTime
internal import JSON
internal import Spelling
internal import Templates

/// What the source is told of how far a stream was read: the cursor or the start, in the connector's format.
struct SentCursor: Sendable {
    /// What is sent; nil when there is neither a cursor nor a start.
    let value: JSONValue?
    /// What records are compared with that the source cannot filter itself.
    let bound: CursorOrder.Key?
    private let end: JSONValue?
    private let incremental: Incremental

    /// What is sent for a cursor, or without one. `context` is that of the stream; `now` is the moment the sync began.
    init(
        _ incremental: Incremental, after cursor: Cursor?, in context: TemplateContext, now: Timestamp
    ) throws(Failure) {
        self.incremental = incremental
        let writer = CursorWriter(incremental.format)
        let order = incremental.order
        if let cursor {
            if order.format != nil, order.key(of: cursor.value) == nil {
                throw Failure(
                    .config, "the cursor `\(cursor.value.plainText.shortened)` of the state is no moment",
                    hint:
                        "give the state of an earlier run, or one such as {\"streams\": {\"NAME\": {\"cursor\": \"2024-12-31T00:00:00Z\"}}}"
                )
            }
            value = writer.written(cursor.value, minus: incremental.lookback)
        } else {
            value = try Self.rendered(incremental.start, "start", in: context).map { writer.written($0) }
        }
        let unwritten = cursor?.value ?? value
        bound = unwritten.flatMap { order.key(of: $0) }.map { key in
            cursor == nil ? key : writer.earlier(key, by: incremental.lookback)
        }
        if let upper = incremental.end {
            let given = try Self.rendered(upper.value, "end", in: context)
            end = given.map { writer.written($0) } ?? writer.written(now, like: value)
        } else {
            end = nil
        }
    }

    /// Makes the cursor `state.cursor`, beside whatever else the stream has saved.
    func expose(in context: inout TemplateContext) {
        var state = context[.state].json?.object ?? [:]
        state["cursor"] = value
        context[.state] = .value(.object(state))
    }

    /// Writes the cursor and the upper bound into a rendered request.
    func apply(to draft: inout RequestDraft) {
        var location = RequestLocation.query
        if case .parameter(let name, let place) = incremental.filter {
            location = place
            if let value { draft.set(name, to: value, in: place) }
        }
        if let upper = incremental.end, let end { draft.set(upper.parameter, to: end, in: location) }
    }

    private static func rendered(
        _ template: Template?, _ name: String, in context: TemplateContext
    ) throws(Failure) -> JSONValue? {
        guard let template else { return nil }
        do throws(TemplateError) {
            let value = try template.value(in: context).json
            return value == .null || value == .string("") ? nil : value
        } catch {
            throw Failure(.config, "`\(name)` of the cursor cannot be computed: \(error).")
        }
    }
}
