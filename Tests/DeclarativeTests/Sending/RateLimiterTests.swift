import DateTime
import HTTPClient
import Testing

@testable import Declarative

@Suite struct RateLimiterTests {
    private let start = ContinuousClock.now

    /// When each of `count` requests goes, that all ask at the start and ask again when they are told to.
    private func times(_ limiter: inout RateLimiter, _ count: Int, from begin: Duration = .zero) -> [Duration] {
        var tickets = [RateLimiter.Ticket?](repeating: nil, count: count)
        var asking = (0..<count).map { (place: $0, time: begin) }
        var gone: [Duration] = []
        while !asking.isEmpty {
            let next = asking.indices.min { (asking[$0].time, asking[$0].place) < (asking[$1].time, asking[$1].place) }
            guard let next else { break }
            let (place, time) = asking[next]
            switch limiter.admit(&tickets[place], at: start + time) {
            case .go:
                gone.append(time)
                asking.remove(at: next)
            case .wait(let duration, _): asking[next].time += duration
            }
        }
        return gone
    }

    @Test func `without a limit nobody waits`() {
        var limiter = RateLimiter(RateLimit())
        #expect(times(&limiter, 100) == Array(repeating: .zero, count: 100))
    }

    @Test func `no second has more requests than it may`() {
        var limiter = RateLimiter(RateLimit(requestsPerSecond: 4))
        let gone = times(&limiter, 9)
        #expect(gone == (0..<9).map { .milliseconds(250 * $0) })
        // An idle time is no credit.
        #expect(times(&limiter, 2, from: .seconds(60)) == [.seconds(60), .seconds(60) + .milliseconds(250)])
    }

    @Test func `what is left is used freely while there is much of it`() {
        var limiter = RateLimiter(RateLimit())
        limiter.note(remaining: 900, limit: 1000, reset: start + .seconds(3600), at: start)
        #expect(times(&limiter, 500) == Array(repeating: .zero, count: 500))
    }

    @Test func `the last tenth is spread over the time until the count starts again`() {
        var limiter = RateLimiter(RateLimit())
        limiter.note(remaining: 12, limit: 100, reset: start + .seconds(100), at: start)
        let gone = times(&limiter, 14)
        #expect(gone.prefix(3) == [.zero, .zero, .zero])
        #expect(gone[11] > .seconds(80) && gone[11] < .seconds(100))
        #expect(zip(gone, gone.dropFirst()).allSatisfy { $0 <= $1 })
        // Then comes the new count.
        #expect(gone[12] == .seconds(100) && gone[13] == .seconds(100))
    }

    @Test func `nothing left is a pause for all`() {
        var limiter = RateLimiter(RateLimit(requestsPerSecond: 10))
        var early: RateLimiter.Ticket?
        _ = times(&limiter, 1)
        #expect(limiter.admit(&early, at: start) == .wait(.milliseconds(100), announced: false))
        limiter.note(remaining: 0, limit: nil, reset: start + .seconds(30), at: start)
        // Also for one that has waited already, which does not keep its place.
        let later = start + .milliseconds(100)
        #expect(limiter.admit(&early, at: later) == .wait(.milliseconds(29_900), announced: true))
        var first: RateLimiter.Ticket?
        #expect(limiter.admit(&first, at: start + .seconds(30)) == .go)
        #expect(limiter.admit(&early, at: start + .seconds(30)) == .wait(.milliseconds(100), announced: false))
        #expect(
            times(&limiter, 2, from: .seconds(30)) == [
                .seconds(30) + .milliseconds(200), .seconds(30) + .milliseconds(300),
            ])
    }

    @Test func `a pause only becomes longer`() {
        var limiter = RateLimiter(RateLimit())
        limiter.pause(until: start + .seconds(10))
        limiter.pause(until: start + .seconds(5))
        #expect(times(&limiter, 2) == [.seconds(10), .seconds(10)])
    }

    @Test func `a good answer with something left ends a longer pause when its count starts again`() {
        var limiter = RateLimiter(RateLimit())
        limiter.pause(until: start + .seconds(1_000_000))
        limiter.note(remaining: 5, limit: 50, reset: start + .seconds(20), at: start, isRefusal: true)
        limiter.note(remaining: 0, limit: 50, reset: start + .seconds(20), at: start)
        limiter.note(remaining: 5, limit: 50, reset: start + .seconds(30), at: start)
        #expect(times(&limiter, 2) == [.seconds(30), .seconds(30)])
        // A pause that is shorter stays: it may be for another reason.
        limiter.pause(until: start + .seconds(40))
        limiter.note(remaining: 5, limit: 50, reset: start + .seconds(90), at: start + .seconds(31))
        #expect(times(&limiter, 1, from: .seconds(31)) == [.seconds(40)])
    }

    @Test func `answers that overtake one another give nothing back`() {
        var limiter = RateLimiter(RateLimit())
        let reset = start + .seconds(10)
        limiter.note(remaining: 1, limit: 50, reset: reset, at: start)
        limiter.note(remaining: 3, limit: 50, reset: reset + .milliseconds(900), at: start)
        #expect(times(&limiter, 2) == [.zero, .seconds(10)])
    }

    @Test func `headers are ignored where the connector says so`() {
        var limiter = RateLimiter(RateLimit(respectsHeaders: false))
        limiter.note(remaining: 0, limit: 50, reset: start + .seconds(10), at: start)
        #expect(times(&limiter, 3) == [.zero, .zero, .zero])
    }
}

@Suite struct RateLimitAnnouncementTests {
    private let now = Timestamp(iso8601: "2026-11-21T12:00:00Z") ?? .unixEpoch

    private func read(_ fields: [String: String], _ policy: RateLimit = RateLimit()) throws -> RateLimitAnnouncement? {
        let headers = HTTPHeaders(fields.map { HTTPHeader($0.key, $0.value) })
        let head = HTTPResponseHead(status: 200, headers: headers, url: try HTTPURL("https://example.com"))
        return RateLimitAnnouncement(head, policy, now: now)
    }

    @Test(arguments: [
        ("30", Duration.seconds(30)), ("0.5", .milliseconds(500)), ("1795262430", .seconds(30)),
        ("1795262430000", .seconds(30)), ("2026-11-21T12:00:30Z", .seconds(30)),
        ("Sat, 21 Nov 2026 12:00:30 GMT", .seconds(30)), ("1795262000", .zero), ("30;w=60", .seconds(30)),
        ("4102444800", .seconds(31_536_000)), ("2099-11-21T12:00:30Z", .seconds(31_536_000)),
    ])
    func `the time of the reset in every form`(_ text: String, _ duration: Duration) throws {
        for prefix in ["X-RateLimit", "x-ratelimit", "RateLimit", "X-Rate-Limit"] {
            let found = try read([
                "\(prefix)-Remaining": "7", "\(prefix)-Reset": text, "\(prefix)-Limit": "100, 100;w=60",
            ])
            #expect(found == RateLimitAnnouncement(remaining: 7, limit: 100, reset: duration))
        }
    }

    @Test func `a date counts by the server's clock`() throws {
        let found = try read([
            "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "1795262430", "Date": "Sat, 21 Nov 2026 12:00:20 GMT",
        ])
        #expect(found?.reset == .seconds(10))
    }

    @Test func `the structured field of the drafts`() throws {
        #expect(
            try read(["RateLimit": "limit=100, remaining=50, reset=5"])
                == RateLimitAnnouncement(remaining: 50, limit: 100, reset: .seconds(5)))
        #expect(
            try read(["RateLimit": "\"default\";r=50;t=30"])
                == RateLimitAnnouncement(remaining: 50, limit: nil, reset: .seconds(30)))
    }

    @Test func `the connector's own names come instead of the usual ones`() throws {
        let policy = RateLimit(remainingHeader: "X-Left", resetHeader: "X-Again")
        #expect(try read(["X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "5"], policy) == nil)
        #expect(
            try read(["X-Left": "7", "X-Again": "5", "X-RateLimit-Limit": "9"], policy)
                == RateLimitAnnouncement(remaining: 7, limit: nil, reset: .seconds(5)))
    }

    @Test(arguments: ["", "soon", "-5", "nan", "1e400", "inf", "99999999999999999999999999"])
    func `nonsense says nothing`(_ text: String) throws {
        #expect(try read(["X-RateLimit-Remaining": text, "X-RateLimit-Reset": "5"])?.reset != .seconds(6))
        _ = try read(["X-RateLimit-Remaining": "5", "X-RateLimit-Reset": text])
    }
}
