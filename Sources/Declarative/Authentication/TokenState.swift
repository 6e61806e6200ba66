/// Decides whether a token is used, obtained, or waited for. It has no clock and sends nothing.
struct TokenState: Sendable {
    private(set) var token: Token?
    private var isObtaining = false
    private var lastWaiter = 0
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    /// How the latest attempts ended, by their number.
    private var attempts = 0
    private var lastFault: RequestFault?

    enum Next: Sendable {
        case use(Token)
        /// Obtain one, and say how it went.
        case obtain
        /// Wait for whoever obtains one, and ask again.
        case wait(attempt: Int)
        /// The attempt that was waited for failed, and another would.
        case fail(RequestFault)
    }

    /// What to do for a request at `now`, which must not use `refused`. `awaited` is the attempt it waited for.
    mutating func next(at now: ContinuousClock.Instant, except refused: Token?, awaited: Int?) -> Next {
        if let token, token != refused, token.renewal.map({ now < $0 }) ?? true { return .use(token) }
        if isObtaining { return .wait(attempt: attempts) }
        if awaited == attempts {
            if let lastFault { return .fail(lastFault) }
            // There is no better one, even when it is the same again or lives shortly.
            if let token { return .use(token) }
        }
        isObtaining = true
        attempts += 1
        lastFault = nil
        return .obtain
    }

    /// Notes how an attempt ended; returns who waited for it.
    mutating func ended(_ outcome: Result<Token, RequestFault>) -> [CheckedContinuation<Void, Never>] {
        isObtaining = false
        switch outcome {
        case .success(let new): token = new
        case .failure(let fault): lastFault = fault
        }
        defer { waiters = [:] }
        return Array(waiters.values)
    }

    /// A number for someone who waits.
    mutating func newWaiter() -> Int {
        lastWaiter += 1
        return lastWaiter
    }

    /// Keeps who waits until the attempt ends; false when it has ended already.
    mutating func wait(_ waiter: Int, attempt: Int, _ continuation: CheckedContinuation<Void, Never>) -> Bool {
        guard isObtaining, attempt == attempts else { return false }
        waiters[waiter] = continuation
        return true
    }

    /// Forgets who waits; returns it, if it did.
    mutating func forget(_ waiter: Int) -> CheckedContinuation<Void, Never>? {
        waiters.removeValue(forKey: waiter)
    }
}
