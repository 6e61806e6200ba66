internal import Crypto

/// Which values have come before, as far back as a bound on memory allows: at least the last 98,304 of them.
///
/// Values are remembered by 128 bits of SHA-256, which takes about 4 MB when full.
struct SeenValues {
    /// What a set of this size holds before it grows.
    static let leastRemembered = 98_304

    private struct Fingerprint: Hashable {
        var high: UInt64
        var low: UInt64

        init(_ text: String) {
            (high, low) = (0, 0)
            let digest = HashAlgorithm.sha256.digest(of: text)
            for byte in digest.prefix(8) { high = high << 8 | UInt64(byte) }
            for byte in digest.dropFirst(8).prefix(8) { low = low << 8 | UInt64(byte) }
        }
    }

    private var recent: Set<Fingerprint> = []
    private var older: Set<Fingerprint> = []

    /// How many values are remembered now.
    var count: Int { recent.count + older.count }

    /// Remembers a value; false when it is known already.
    mutating func insert(_ text: String) -> Bool {
        let fingerprint = Fingerprint(text)
        if older.contains(fingerprint) || recent.contains(fingerprint) { return false }
        if recent.count >= Self.leastRemembered {
            older = recent
            recent = []
        }
        recent.insert(fingerprint)
        return true
    }
}
