import DateTime
import HTTPClient
import TestSupport
import Testing

@testable import Declarative

@Suite struct BackoffTests {
    private func waits(_ growth: Backoff.Growth, _ count: Int = 5) -> [Duration] {
        var backoff = Backoff(growth: growth, initial: .milliseconds(200), maximum: .seconds(1), multiplier: 2)
        backoff.hasJitter = false
        return (1...count).map { backoff.wait(before: $0, draw: 0.3) }
    }

    @Test func `it grows as the connector says, up to its longest`() {
        #expect(waits(.constant) == Array(repeating: .milliseconds(200), count: 5))
        let linear: [Duration] = [.milliseconds(200), .milliseconds(400), .milliseconds(600), .milliseconds(800)]
        #expect(zip(waits(.linear), linear).allSatisfy { abs(($0 - $1) / .milliseconds(1)) < 0.001 })
        #expect(waits(.exponential)[1...3] == [.milliseconds(400), .milliseconds(800), .seconds(1)])
        #expect(waits(.exponential, 100).last == .seconds(1))
    }

    @Test func `jitter is full: anything from nothing to all of it`() {
        let backoff = Backoff(initial: .seconds(1), maximum: .seconds(100))
        var random = SeededRandom(seed: 1)
        let waits = (0..<1000).map { _ in
            backoff.wait(before: 4, draw: .random(in: 0..<1, using: &random)) / .seconds(1)
        }
        #expect(waits.allSatisfy { (0..<8).contains($0) })
        #expect(waits.filter { $0 < 2 }.count > 150 && waits.filter { $0 > 6 }.count > 150)
    }

    @Test func `retries are counted, and end`() {
        var policy = HTTPPolicy()
        policy.maximumRetries = 2
        policy.backoff.hasJitter = false
        var retries = Retries()
        #expect(retries.next(policy, retryAfter: nil, draw: 0) == .milliseconds(200))
        // Longer than the longest back-off, and shorter than the next.
        #expect(retries.next(policy, retryAfter: .seconds(600), draw: 0) == .seconds(600))
        #expect(retries.next(policy, retryAfter: .seconds(1), draw: 0) == nil)
        #expect(retries.count == 2)
        var zero = Retries()
        #expect(zero.next(policy, retryAfter: .zero, draw: 0) == .milliseconds(200))
    }

    @Test(arguments: [
        ("120", Duration.seconds(120)), ("1.5", .milliseconds(1500)), ("0", .zero), (" 7", nil), ("soon", nil),
        ("-1", nil),
        ("nan", nil), ("inf", nil), ("Sat, 21 Nov 2026 12:02:00 GMT", .seconds(120)),
        ("Sat, 21 Nov 2026 11:02:00 GMT", .zero), ("1e300", .seconds(31_536_000)),
        ("Sat, 21 Nov 2099 12:00:00 GMT", .seconds(31_536_000)),
    ])
    func `retry-After in every form`(_ text: String, _ duration: Duration?) throws {
        let now = try #require(Timestamp(iso8601: "2026-11-21T12:00:00Z"))
        let headers: HTTPHeaders = [HTTPHeader("retry-after", text)]
        let head = HTTPResponseHead(status: 429, headers: headers, url: try HTTPURL("https://example.com"))
        #expect(head.retryAfter(now: now) == duration)
    }
}
