internal import DateTime
internal import HTTPClient

extension HTTPResponseHead {
    /// How long the server asks to wait (RFC 9110, section 10.2.3): seconds, which may have a fraction, or a date, which is
    /// read by the server's own clock where the answer shows it. Never negative.
    func retryAfter(now: Timestamp) -> Duration? {
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Double(text) { return Duration.waiting(seconds) }
        guard let date = HTTPDate.parse(text, now: now) else { return nil }
        return max(date.since(self.date(now: now)), .zero)
    }

    /// The time by the server's clock, or ours where it does not say.
    func date(now: Timestamp) -> Timestamp {
        headers["Date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
    }
}

extension Timestamp {
    /// How long after another instant this is.
    func since(_ other: Timestamp) -> Duration {
        .seconds(unixSeconds - other.unixSeconds) + .nanoseconds(Int64(nanosecond) - Int64(other.nanosecond))
    }
}

extension Duration {
    /// A number of seconds from outside; nil when it can be no time to wait. More than a year counts as one.
    static func waiting(_ seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return .seconds(min(seconds, 31_536_000))
    }
}
