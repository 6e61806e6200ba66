/// Decides who may go on in one exchange, which is a request and its response: the transfer that brings bytes or the
/// caller who waits for them. It does no I/O and has no clock; `Exchange` does what it says.
///
/// The first ending wins, whether the transfer's, the caller's or one that was decided here, and a caller who waits is
/// woken once.
struct ExchangeState {
    /// How the body is handed over.
    enum Delivery: Equatable {
        /// All of it, at the end.
        case whole
        /// As it comes, with no more than about `window` bytes waiting to be taken.
        case stream(window: Int)
        /// All of it, at the end; or, when it is larger than `most` bytes, as a stream that begins with what is there.
        case collected(most: Int, window: Int)
    }

    /// What a caller can wait for. A failure ends every wait.
    enum Milestone {
        case head
        /// Bytes to take, or the end.
        case bytes
        case end
        /// The end, or that a body which was to be collected is too large for that.
        case form
    }

    /// What becomes of bytes that arrive.
    enum Verdict: Equatable {
        case take
        /// They are of no use, but the connection is, so that the response is read on.
        case drop
        /// They shall come again after `resume`.
        case pause
        /// The transfer is over.
        case stop
    }

    /// More of a body nobody wants is not read to save a connection.
    static let mostDropped = 64 << 10

    private var delivery: Delivery
    private let limit: Int
    private var hasHead = false
    private var dropsBody = false
    private var waiting = 0
    private var received = 0
    private var isPaused = false
    private var awaited: Milestone?
    private(set) var ending: Result<Void, ExchangeFailure>?

    init(delivery: Delivery, limit: Int) {
        self.delivery = delivery
        self.limit = limit
    }

    /// The head is complete; `promisedSize` is how many bytes of body shall follow.
    mutating func headArrived(promisedSize: Int?, dropsBody: Bool) -> Verdict {
        if ending != nil { return .stop }
        hasHead = true
        self.dropsBody = dropsBody
        if !dropsBody, let promisedSize {
            if promisedSize > limit { return stop(.tooLarge(limit: limit)) }
            if let collectible, promisedSize > collectible { becomeStream(waiting: 0) }
        }
        return .take
    }

    /// How large a body may become before it is handed over piece by piece; nil when it is from the start, or by now.
    var collectible: Int? {
        switch delivery {
        case .whole: .max
        case .collected(let most, _): most
        case .stream: nil
        }
    }

    /// A body that was to be collected is too large for that; `waiting` bytes of it are there to be taken.
    mutating func becomeStream(waiting: Int) {
        guard case .collected(_, let window) = delivery else { return }
        delivery = .stream(window: window)
        self.waiting = waiting
    }

    /// `count` bytes of the body are there, as the server sent them.
    mutating func bytesArrived(_ count: Int) -> Verdict {
        if ending != nil { return .stop }
        if case .stream(let window) = delivery, waiting >= window, !dropsBody {
            isPaused = true
            return .pause
        }
        received += count
        if dropsBody {
            guard received <= Self.mostDropped else {
                ending = .success(())
                return .stop
            }
            return .drop
        }
        guard received <= limit else { return stop(.tooLarge(limit: limit)) }
        waiting += count
        return .take
    }

    /// The transfer is over.
    mutating func ended(_ ending: Result<Void, ExchangeFailure>) {
        if self.ending == nil { self.ending = ending }
    }

    /// Whether what a caller waits for is there; otherwise it will be woken.
    mutating func wait(for milestone: Milestone) -> Bool {
        precondition(awaited == nil, "an exchange has one caller")
        if isReached(milestone) { return true }
        awaited = milestone
        return false
    }

    /// Whether the caller who waits must be woken now. To be asked after every event.
    mutating func shouldWake() -> Bool {
        guard let awaited, isReached(awaited) else { return false }
        self.awaited = nil
        return true
    }

    /// Whether a wait for bytes is over at once.
    var hasBytes: Bool { isReached(.bytes) }

    /// The bytes that waited were taken; true when the transfer must be resumed.
    mutating func bytesTaken() -> Bool {
        waiting = 0
        defer { isPaused = false }
        return isPaused && ending == nil
    }

    /// The caller wants no more; true when a transfer must be removed for that.
    mutating func cancel() -> Bool {
        guard ending == nil else { return false }
        ending = .failure(ExchangeFailure(.cancelled, wasSent: true))
        return true
    }

    private mutating func stop(_ kind: HTTPError.Kind) -> Verdict {
        ending = .failure(ExchangeFailure(kind, wasSent: true))
        return .stop
    }

    private func isReached(_ milestone: Milestone) -> Bool {
        if ending != nil { return true }
        return switch milestone {
        case .head: hasHead
        case .bytes: waiting > 0
        case .end: false
        case .form: collectible == nil
        }
    }
}

extension ExchangeState.Delivery {
    /// What is waited for before there is something to hand over.
    var milestone: ExchangeState.Milestone {
        switch self {
        case .whole: .end
        case .stream: .head
        case .collected: .form
        }
    }
}
