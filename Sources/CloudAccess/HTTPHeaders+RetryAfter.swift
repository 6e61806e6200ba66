package import DateTime
package import HTTPClient

extension HTTPHeaders {
    /// How long the server asks to wait: `Retry-After`, in seconds or as a date.
    package func retryAfter(now: Timestamp) -> Duration? {
        guard let text = self["Retry-After"] else { return nil }
        if let seconds = Int64(text) { return .seconds(min(max(seconds, 0), 3600)) }
        guard let date = HTTPDate.parse(text, now: now) else { return nil }
        return .seconds(min(max(date.unixSeconds - now.unixSeconds, 0), 3600))
    }
}
