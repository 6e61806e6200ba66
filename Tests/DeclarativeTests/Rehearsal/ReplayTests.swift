import Connector
import DateTime
import JSON
import TestSupport
import Testing

@testable import Declarative

/// What cassettes are read from, and the time that passes when they are replayed.
@Suite struct ReplayTests {
    private static let exchange = "{request: /a, response: {body: {id: 1}}}"

    @Test(arguments: [
        ("a.yaml", "config: {key: x}\nexchanges: [\(exchange), \(exchange)]\nrecords: {}", 2),
        ("a.yaml", "[\(exchange)]", 1), ("a.yaml", exchange, 1),
        ("a.json", #"{"exchanges": [{"request": "/a", "response": {}}], "records": {}}"#, 1),
    ])
    func `exchanges stand alone, in a list, or in a test case`(file: String, text: String, count: Int) throws {
        try withTemporaryFolder { folder in
            try write(text, to: "\(folder)/\(file)")
            #expect(try Cassette(path: "\(folder)/\(file)").exchanges.count == count)
            #expect(try Cassette(path: folder).exchanges.count == count)
        }
    }

    @Test func `waiting takes no time, and moves the clock`() async throws {
        let begin = ContinuousClock.now
        let date = try #require(Timestamp(iso8601: "2024-05-31T23:59:00Z"))
        var environment = SourceEnvironment(now: date, rehearsal: .replay("cassettes"))
        let timing = environment.timing
        let start = timing.now()
        #expect(timing.date() == date)
        #expect(await timing.sleep(.seconds(90), Deadline()))
        #expect(timing.now() == start + .seconds(90))
        #expect(timing.date() == Timestamp(iso8601: "2024-06-01T00:00:30Z"))
        #expect(ContinuousClock.now - begin < .seconds(30))
        environment.rehearsal = .record("cassettes")
        #expect(environment.timing.now() - .now < .seconds(30))
    }

    @Test func `a deadline is kept as if the time had passed`() async {
        let timing = RehearsalClock(at: .unixEpoch).timing
        let deadline = Deadline(at: .now + .seconds(600))
        #expect(await timing.sleep(.seconds(500), deadline))
        #expect(await !timing.sleep(.seconds(500), deadline))
        #expect(timing.now() < .now + .seconds(510))
        deadline.pull()
        #expect(await !timing.sleep(.zero, deadline))
    }
}
