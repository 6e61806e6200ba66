internal import Connector

/// Learns how long pages take, and decides whether there is time for another. It has no clock of its own.
struct Pace {
    /// The longest of the last pages counts, and is forgotten by and by.
    private var estimate = Duration.zero

    /// A page took so long, from the one before it.
    mutating func tookPage(_ duration: Duration) {
        estimate = max(duration, estimate * 7 / 8)
    }

    /// Whether another page fits into what remains, and the reserve after it.
    func hasTime(in remaining: Duration?, reserve: Duration) -> Bool {
        guard let remaining else { return true }
        return remaining > estimate + reserve
    }
}
