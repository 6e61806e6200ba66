extension Backoff {
    /// How long to wait before a retry, the first of which is 1. With jitter it is any time up to the computed one, so
    /// that clients that failed together do not come back together; `draw` is a random number from 0 up to 1.
    func wait(before retry: Int, draw: Double) -> Duration {
        let first = initial / .seconds(1)
        let computed =
            switch growth {
            case .constant: first
            case .linear: first * Double(retry)
            case .exponential: first * Self.power(multiplier, max(retry - 1, 0))
            }
        let limited = min(computed, maximum / .seconds(1))
        return .seconds(hasJitter ? limited * draw : limited)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<min(exponent, 1000) { result *= base }
        return result
    }
}
