internal import DateTime
internal import HTTPClient

extension HTTPResponseHead {
    /// How long the server asks to wait (RFC 9110, section 10.2.3): seconds, which may have a fraction, or a date, which is
    /// read by the server's own clock where the answer shows it. Never negative.
    func retryAfter(now: Timestamp) -> Duration? {
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Double(text) { return Duration.waiting(seconds) }
        guard let date = HTTPDate.parse(text, now: now) else { return nil }
        return Duration.waiting(until: date, from: self.date(now: now))
    }

    /// The time by the server's clock, or ours where it does not say.
    func date(now: Timestamp) -> Timestamp {
        headers["Date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
    }
}

extension Duration {
    /// What is longer counts as this: a year.
    private static let longestWait = Duration.seconds(31_536_000)

    /// A number of seconds from outside; nil when it can be no time to wait.
    static func waiting(_ seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return .seconds(min(seconds, longestWait / .seconds(1)))
    }

    /// How long it is until a date from outside; none where that is past.
    static func waiting(until date: Timestamp, from now: Timestamp) -> Duration {
        let distance =
            Duration.seconds(date.unixSeconds) - .seconds(now.unixSeconds)
            + .nanoseconds(Int64(date.nanosecond) - Int64(now.nanosecond))
        return min(max(distance, .zero), longestWait)
    }
}
