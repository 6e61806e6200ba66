internal import JSON
internal import Synchronization

/// One request and its response, between the task that waits for it and the thread that transfers it.
final class Exchange: Sendable {
    let request: HTTPRequest
    /// When everything must be over.
    let deadline: ContinuousClock.Instant
    let delivery: ExchangeState.Delivery
    private let loop: TransferLoop
    private let contents: Mutex<Contents>

    /// What both sides share.
    private struct Contents: ~Copyable {
        var state: ExchangeState
        var head: HTTPResponseHead?
        var body = PaddedBytes()
        var caller: CheckedContinuation<Void, Never>?

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
        self.delivery = delivery
        self.loop = loop
        contents = Mutex(Contents(state: ExchangeState(delivery: delivery, limit: request.maximumBodySize)))
    }

    /// Hands the request to the transferring thread.
    func begin() {
        loop.post(.start(self))
    }
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
    func headArrived(_ head: HTTPResponseHead, promisedSize: Int?, dropsBody: Bool) -> ExchangeState.Verdict {
        let (verdict, caller) = contents.withLock { contents in
            let verdict = contents.state.headArrived(promisedSize: promisedSize, dropsBody: dropsBody)
            contents.head = head
            return (verdict, contents.callerToWake())
        }
        caller?.resume()
        return verdict
    }

    /// Bytes of the body are there. `append` puts them into the buffer, if they are to be taken.
    func bytesArrived(
        _ count: Int, _ append: (inout PaddedBytes) throws(ExchangeFailure) -> Void
    ) -> ExchangeState.Verdict {
        let (verdict, caller) = contents.withLock { contents in
            var verdict = contents.state.bytesArrived(count)
            if verdict == .take {
                do throws(ExchangeFailure) {
                    try append(&contents.body)
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
        let caller = contents.withLock { contents in
            contents.state.ended(ending)
            return contents.callerToWake()
        }
        caller?.resume()
    }

    var isOver: Bool {
        contents.withLock { $0.state.ending != nil }
    }
}
