/// How often one request was made, and what comes next: pure, so that it can be tested without a store.
struct Repetition: Hashable, Sendable {
    /// How often a request is made because waiting may help.
    static let maximumAttempts = 8
    private static let firstWait = Duration.milliseconds(100)
    private static let longestWait = Duration.seconds(10)
    /// What a store asks for is believed up to here.
    private static let longestAnnounced = Duration.seconds(60)

    private(set) var attempts = 1
    private var remedies: Set<StoreRemedy> = []

    /// How long to wait before the request is made again; nil when that is of no use any more.
    mutating func wait(announced: Duration?, draw: Double) -> Duration? {
        guard attempts < Self.maximumAttempts else { return nil }
        attempts += 1
        var longest = Self.firstWait
        for _ in 2..<attempts { longest = min(longest * 2, Self.longestWait) }
        // Half of it is chance, so that those who failed together do not come back together.
        return max(longest * (0.5 + draw / 2), min(announced ?? .zero, Self.longestAnnounced))
    }

    /// Whether a remedy may be tried: each once.
    mutating func mayTry(_ remedy: StoreRemedy) -> Bool {
        remedies.insert(remedy).inserted
    }
}
