/// Counts requests, and decides which of them are answered. It has no clock and does not wait.
struct RequestMeter {
    typealias Instant = ContinuousClock.Instant

    /// What becomes of a request.
    struct Admission: Equatable {
        enum Verdict: Equatable {
            case serve
            /// There were too many in this second.
            case refuse
            /// It is answered by an error with this status.
            case fail(status: Int)
        }

        var verdict: Verdict
        /// The number of the request, from 1 on.
        var request: Int
        /// How many more there may be in this second; nil without a limit.
        var remaining: Int?
    }

    /// The length of the stretch of time that a limit is for.
    static let window = Duration.seconds(1)

    private let settings: DemoSettings
    private var requests = 0
    private var begin: Instant?
    private var inWindow = 0

    init(_ settings: DemoSettings) {
        self.settings = settings
    }

    /// Counts a request.
    mutating func admit(at now: Instant) -> Admission {
        requests += 1
        let limit = settings.requestsPerSecond
        guard limit > 0 else { return Admission(verdict: drawn, request: requests) }
        if begin.map({ now - $0 >= Self.window }) ?? true {
            begin = now
            inWindow = 0
        }
        guard inWindow < limit else { return Admission(verdict: .refuse, request: requests, remaining: 0) }
        inWindow += 1
        return Admission(verdict: drawn, request: requests, remaining: limit - inWindow)
    }

    /// What chance has in store for the request that was counted last.
    private var drawn: Admission.Verdict {
        guard settings.errorRate > 0 else { return .serve }
        var bits = DrawnBits(seed: settings.seed, kind: .max, number: requests)
        guard Double(bits.below(1 << 52)) < settings.errorRate * 0x1p52 else { return .serve }
        return .fail(status: bits.below(2) == 0 ? 500 : 503)
    }
}
