extension Duration {
    /// As libcurl counts, at least 1 because 0 means no limit to it, and at most what it can bear (24 days).
    var roundedUpMilliseconds: Int {
        let (seconds, attoseconds) = components
        let most = Int64(Int32.max)
        guard seconds < most / 1000 else { return Int(most) }
        let milliseconds = max(seconds, 0) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int(max(milliseconds, 1))
    }
}
