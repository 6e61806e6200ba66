internal import DateTime
internal import HTTPClient

/// What an answer says about how many requests are left, and until when.
struct RateLimitAnnouncement: Hashable, Sendable {
    var remaining: Int
    var limit: Int?
    /// How long until the count starts again.
    var reset: Duration

    /// Reads it from the header: from the fields that the connector names, or else the usual ones. Nil when something is
    /// missing or no number.
    init?(_ head: HTTPResponseHead, _ policy: RateLimit, now: Timestamp) {
        for names in Self.names(policy) {
            guard let remaining = head.headers[names.remaining].flatMap(Self.count),
                let reset = head.headers[names.reset].flatMap({ Self.time(in: $0, now: head.date(now: now)) })
            else { continue }
            self.init(
                remaining: remaining, limit: names.limit.flatMap { head.headers[$0] }.flatMap(Self.count), reset: reset)
            return
        }
        guard policy.remainingHeader == nil, policy.resetHeader == nil, let field = head.headers["RateLimit"],
            let announcement = Self.structured(field)
        else { return nil }
        self = announcement
    }

    init(remaining: Int, limit: Int?, reset: Duration) {
        self.remaining = remaining
        self.limit = limit
        self.reset = reset
    }

    private struct Names: Sendable {
        var remaining: String
        var reset: String
        var limit: String?
    }

    private static let usual = ["X-RateLimit", "RateLimit", "X-Rate-Limit"].map {
        Names(remaining: "\($0)-Remaining", reset: "\($0)-Reset", limit: "\($0)-Limit")
    }

    private static func names(_ policy: RateLimit) -> [Names] {
        guard policy.remainingHeader != nil || policy.resetHeader != nil else { return usual }
        return usual.map { names in
            Names(
                remaining: policy.remainingHeader ?? names.remaining, reset: policy.resetHeader ?? names.reset,
                limit: policy.remainingHeader == nil || policy.remainingHeader == names.remaining ? names.limit : nil)
        }
    }

    /// Drafts of the IETF: `limit=100, remaining=50, reset=5` and later `"default";r=50;t=5`.
    private static func structured(_ field: String) -> RateLimitAnnouncement? {
        var values: [String: Double] = [:]
        for item in field.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].filter { $0 != " " }.lowercased()
            if values[name] == nil { values[name] = Double(parts[1].filter { $0 != " " }) }
        }
        guard let remaining = (values["remaining"] ?? values["r"]).flatMap({ Int(exactly: $0.rounded(.down)) }),
            let reset = (values["reset"] ?? values["t"]).flatMap(Duration.waiting)
        else { return nil }
        let limit = values["limit"].flatMap { Int(exactly: $0.rounded(.down)) }
        return RateLimitAnnouncement(remaining: remaining, limit: limit, reset: reset)
    }

    /// A whole number, or what stands before a comma or fraction.
    private static func count(_ text: String) -> Int? {
        let first = text.prefix { $0 != "," && $0 != ";" }.filter { $0 != " " }
        return Double(first).flatMap { Int(exactly: $0.rounded(.down)) }
    }

    /// How long until a time that is written as seconds from now, seconds or milliseconds since 1970, or a date.
    static func time(in text: String, now: Timestamp) -> Duration? {
        if let number = Double(text.prefix { $0 != "," && $0 != ";" }.filter { $0 != " " }) {
            // Nobody counts a year from now; and seconds since 1970 have ten digits, milliseconds thirteen.
            if number < 100_000_000 { return Duration.waiting(number) }
            let date = Timestamp(fractionalUnixSeconds: number < 100_000_000_000 ? number : number / 1000)
            return date.map { Duration.waiting(until: $0, from: now) }
        }
        let date = Timestamp(iso8601: text) ?? HTTPDate.parse(text, now: now)
        return date.map { Duration.waiting(until: $0, from: now) }
    }
}
