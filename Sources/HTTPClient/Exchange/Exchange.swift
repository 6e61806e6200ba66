internal import JSON
internal import Synchronization

/// One request and its response, between the task that waits for it and the thread that transfers it.
final class Exchange: Sendable {
    let request: HTTPRequest
    /// When everything must be over.
    let deadline: ContinuousClock.Instant
    /// Whether the time for everything does not count any more once the body is handed over piece by piece.
    let outlivesTimeout: Bool
    private let loop: TransferLoop
    private let contents: Mutex<Contents>

    /// What both sides share.
    private struct Contents: ~Copyable {
        var state: ExchangeState
        var head: HTTPResponseHead?
        var body = PaddedBytes()
        /// What undoes the coding of the body: while it is collected, and then for whoever takes it piece by piece.
        var decoder: BodyDecoder?
        /// What a body that became a stream begins with, decoded.
        var start = PaddedBytes()
        var caller: CheckedContinuation<Void, Never>?

        /// Takes bytes that arrived: decodes them while the body is collected, and otherwise leaves that to the caller.
        mutating func take(_ bytes: UnsafeRawBufferPointer, promisedSize: Int?) throws(ExchangeFailure) {
            var rest = bytes
            guard let most = state.collectible else { return body.append(bytes) }
            if decoder != nil {
                let end = most == .max ? most : most + 1
                var isDrained = false
                while !isDrained, body.count < end {
                    isDrained = try decoder?.decode(&rest, to: &body, most: end - body.count) ?? true
                }
                if body.count <= most { return }
                swap(&body, &start)
                body.append(rest)
                state.becomeStream(waiting: body.count)
                return
            }
            // What a server promises is believed up to a point.
            if body.count == 0, let promisedSize { body.reserve(min(promisedSize, 4 << 20)) }
            body.append(bytes)
            if body.count > most { state.becomeStream(waiting: body.count) }
        }

        /// The ending, unless the body that was collected has not come to its own.
        mutating func checked(_ ending: Result<Void, ExchangeFailure>) -> Result<Void, ExchangeFailure> {
            guard case .success = ending, state.ending == nil, state.collectible != nil, let decoder = decoder.take()
            else { return ending }
            do throws(ExchangeFailure) {
                try decoder.finish()
                return ending
            } catch {
                return .failure(error)
            }
        }

        /// The caller, if what it waits for is there.
        mutating func callerToWake() -> CheckedContinuation<Void, Never>? {
            guard state.shouldWake() else { return nil }
            defer { caller = nil }
            return caller
        }
    }

    init(
        _ request: HTTPRequest, deadline: ContinuousClock.Instant, delivery: ExchangeState.Delivery,
        on loop: TransferLoop
    ) {
        self.request = request
        self.deadline = deadline
        self.loop = loop
        outlivesTimeout = if case .collected = delivery { true } else { false }
        contents = Mutex(Contents(state: ExchangeState(delivery: delivery, limit: request.maximumBodySize)))
    }

    /// Hands the request to the transferring thread.
    func begin() {
        loop.post(.start(self))
    }
}

/// What a stream begins with.
struct StreamStart: ~Copyable {
    var bytes = PaddedBytes()
    /// What decodes the bytes that follow.
    var decoder: BodyDecoder?
}

/// What the caller does.
extension Exchange {
    /// Returns when `milestone` is reached or the exchange has failed; cancelling the task cancels the exchange.
    func wait(for milestone: ExchangeState.Milestone) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = contents.withLock { contents in
                    let isThere = contents.state.wait(for: milestone)
                    if !isThere { contents.caller = continuation }
                    return isThere
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Ends the exchange, if it is not over, and the transfer with it.
    func cancel() {
        let (mustRemove, caller) = contents.withLock { ($0.state.cancel(), $0.callerToWake()) }
        if mustRemove { loop.post(.remove(self)) }
        caller?.resume()
    }

    /// The head, once it is there, whatever became of the body; throws when there will be none.
    func head() throws(ExchangeFailure) -> HTTPResponseHead {
        let (head, ending) = contents.withLock { ($0.head, $0.state.ending) }
        if let head { return head }
        if case .failure(let failure) = ending { throw failure }
        throw ExchangeFailure(.connectionLost, wasSent: true)
    }

    /// The whole body, once it is there; throws when it is not complete.
    func body() throws(ExchangeFailure) -> PaddedBytes {
        var body = PaddedBytes()
        let ending = contents.withLock { contents in
            swap(&contents.body, &body)
            return contents.state.ending
        }
        if case .failure(let failure) = ending { throw failure }
        return body
    }

    /// What a stream needs beside the bytes to come: those it begins with, and what decodes the others.
    func takeStart() -> StreamStart {
        var start = StreamStart()
        contents.withLock { contents in
            swap(&contents.start, &start.bytes)
            start.decoder = contents.decoder.take()
        }
        return start
    }

    /// Whether there are bytes to take, or will never be.
    var hasBytes: Bool {
        contents.withLock { $0.state.hasBytes }
    }

    /// Exchanges the emptied `buffer` for one with the bytes that arrived; it is still empty at the end. Throws when the
    /// transfer failed and everything before was taken, and at once when it was cancelled.
    func takeBytes(_ buffer: inout PaddedBytes) throws(ExchangeFailure) {
        buffer.removeAll()
        let (ending, mustResume) = contents.withLock { contents in
            swap(&contents.body, &buffer)
            return (contents.state.ending, contents.state.bytesTaken())
        }
        if mustResume { loop.post(.resume(self)) }
        guard case .failure(let failure) = ending else { return }
        if buffer.count == 0 || failure.kind == .cancelled { throw failure }
    }
}

/// What the transferring thread does.
extension Exchange {
    /// The head is there. `decoder` undoes the coding of the body.
    func headArrived(
        _ head: HTTPResponseHead, promisedSize: Int?, dropsBody: Bool, decoder: consuming sending BodyDecoder?
    ) -> ExchangeState.Verdict {
        var decoder = decoder
        let (verdict, caller) = contents.withLock { contents in
            let verdict = contents.state.headArrived(promisedSize: promisedSize, dropsBody: dropsBody)
            contents.head = head
            contents.decoder = decoder.take()
            return (verdict, contents.callerToWake())
        }
        caller?.resume()
        return verdict
    }

    /// Bytes of the body are there. `promisedSize` is how large all of it shall be.
    func bytesArrived(_ bytes: UnsafeRawBufferPointer, promisedSize: Int?) -> ExchangeState.Verdict {
        let (verdict, caller) = contents.withLock { contents in
            var verdict = contents.state.bytesArrived(bytes.count)
            if verdict == .take {
                do throws(ExchangeFailure) {
                    try contents.take(bytes, promisedSize: promisedSize)
                } catch {
                    contents.state.ended(.failure(error))
                    verdict = .stop
                }
            }
            return (verdict, contents.callerToWake())
        }
        caller?.resume()
        return verdict
    }

    func ended(_ ending: Result<Void, ExchangeFailure>) {
        end(ending)?.resume()
    }

    /// Ends the exchange; returns the caller, if it is to be woken now.
    func end(_ ending: Result<Void, ExchangeFailure>) -> CheckedContinuation<Void, Never>? {
        contents.withLock { contents in
            contents.state.ended(contents.checked(ending))
            return contents.callerToWake()
        }
    }

    /// Whether the body is handed over piece by piece, from the start or by now.
    var isStream: Bool {
        contents.withLock { $0.state.collectible == nil }
    }

    var isOver: Bool {
        contents.withLock { $0.state.ending != nil }
    }
}
