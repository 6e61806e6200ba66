internal import Actions

/// How fast a number grows, over the last seconds.
struct RateMeter {
    private static let window = Duration.seconds(5)

    private var samples: [(time: Duration, count: Int)] = []

    /// Notes that the number was `count` at a time, and returns by how much it grows a second; nil at first.
    mutating func rate(_ count: Int, at time: Duration) -> Int? {
        samples.append((time, count))
        // One older than the window stays, so that it is covered.
        while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
        guard let first = samples.first, time - first.time >= .milliseconds(500) else { return nil }
        return Int(Double(count - first.count) / ((time - first.time) / .seconds(1)))
    }
}
