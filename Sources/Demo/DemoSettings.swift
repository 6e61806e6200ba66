package import JSON

/// What the demo's API has, and how it behaves.
package struct DemoSettings: Hashable, Sendable {
    package var customers = 2_000
    package var orders = 20_000
    package var events = 50_000
    package var regions = 8
    /// Another seed, other records.
    package var seed: UInt64 = 1
    /// How long each answer takes.
    package var latency = Duration.zero
    /// Beyond so many requests in a second, further ones are refused; 0 for no limit.
    package var requestsPerSecond = 0
    /// The share of requests that are answered by an error.
    package var errorRate = 0.0
    /// The number of requests after which a page token has expired; 0 for never.
    package var tokenLifetime = 0

    /// The settings that the connector's file has as defaults.
    package init() {}

    /// The settings of a configuration, which has been checked; what it lacks is as by default.
    package init(_ values: JSONObject) {
        func count(_ name: String, _ otherwise: Int) -> Int {
            values[name]?.int64.flatMap { Int(exactly: $0) }.map { max($0, 0) } ?? otherwise
        }
        customers = count("customers", customers)
        orders = count("orders", orders)
        events = count("events", events)
        regions = max(count("regions", regions), 1)
        seed = values["seed"]?.int64.map { UInt64(bitPattern: $0) } ?? seed
        latency = .milliseconds(count("latency_ms", 0))
        requestsPerSecond = count("requests_per_second", requestsPerSecond)
        errorRate = values["error_rate"]?.double ?? errorRate
        tokenLifetime = count("token_lifetime", tokenLifetime)
    }
}
