internal import Connector
internal import Crypto
internal import JSON

/// Finds out that tokens or addresses go round in a circle, with a memory of one of them (Brent's algorithm).
///
/// One that was seen is kept, and each that follows is compared with it. When a stretch has gone by in which it did not
/// come again, the newest is kept instead, and the next stretch is twice as long: sooner or later the kept one lies
/// within the circle and the stretch is as long as the circle.
struct Standstill {
    private var seen: String
    private var steps: Int64
    private var stretch: Int64

    /// What is known at a place whose page was asked for by `key`.
    init(at place: JSONObject, key: String?) {
        let known = place[Self.member]
        if let seen = known?["seen"]?.string, let steps = known?["steps"]?.int64, let stretch = known?["of"]?.int64,
            steps >= 0, steps < stretch, stretch <= Self.longest
        {
            (self.seen, self.steps, self.stretch) = (seen, steps, stretch)
        } else {
            (seen, steps, stretch) = (key.map(Self.fingerprint) ?? "", 0, 1)
        }
    }

    /// Notes what asks for the next page; false when it asked for an earlier one.
    mutating func goOn(to key: String) -> Bool {
        let fingerprint = Self.fingerprint(key)
        if fingerprint == seen { return false }
        steps += 1
        if steps == stretch {
            seen = fingerprint
            steps = 0
            stretch = min(stretch * 2, Self.longest)
        }
        return true
    }

    /// Keeps what is known in the place of the next page.
    func note(in place: inout JSONObject) {
        place[Self.member] = ["seen": .string(seen), "steps": .integer(steps), "of": .integer(stretch)]
    }

    private static let member = "circle"
    private static let longest: Int64 = 1 << 40

    private static func fingerprint(_ key: String) -> String {
        Hex.encode(HashAlgorithm.sha256.digest(of: key).prefix(12))
    }
}
