internal import Connector

extension Token {
    /// A token that lives for a time from `now`, or until it is refused. It is replaced a minute before its end, or when
    /// nine tenths of a short life are over.
    init(_ text: String, lifetime: Duration?, from now: ContinuousClock.Instant) {
        self.init(
            text: text,
            renewal: lifetime.map { now + $0 - min(.seconds(60), $0 / 10) })
    }
}
