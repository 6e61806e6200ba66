import DateTime
import TestSupport
import Testing

@Suite struct CalendarDurationTests {
    @Test(arguments: [
        ("P1D", CalendarDuration(days: 1)), ("P1M", CalendarDuration(months: 1)), ("P2W", CalendarDuration(days: 14)),
        ("PT1H30M", CalendarDuration(seconds: 5400)), ("PT1M", CalendarDuration(seconds: 60)),
        ("P1Y2M3DT4H5M6S", CalendarDuration(months: 14, days: 3, seconds: 14_706)),
        ("-P1Y1D", CalendarDuration(months: -12, days: -1)), ("+PT0S", CalendarDuration()),
        ("P1W1D", CalendarDuration(days: 8)), ("PT36H", CalendarDuration(seconds: 129_600)),
        ("P999999999Y", CalendarDuration(months: 11_999_999_988)),
    ])
    func `reads durations`(text: String, duration: CalendarDuration) {
        #expect(CalendarDuration(iso8601: text) == duration)
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "1D", "p1d", "P1DT", "PT1D", "P1H", "P1D1M", "P1D1D", "PT1S1H", "P1.5D", "PT1.5H", "P-1D",
        "PT1.S", "PT.5S", "P1D ", " P1D", "--P1D", "P1234567890D", "PT1SX", "P1DTT1S", "PTT1S",
    ])
    func `refuses everything else`(text: String) {
        #expect(CalendarDuration(iso8601: text) == nil)
    }

    @Test(arguments: [
        ("2024-01-31", "P1M", "2024-02-29T00:00:00Z"),
        ("2024-01-31", "P1M1D", "2024-03-01T00:00:00Z"),
        ("2024-12-31T23:59:59Z", "PT1S", "2025-01-01T00:00:00Z"),
        ("2024-01-01", "PT1.5S", "2024-01-01T00:00:01.500Z"),
        ("2024-01-01T00:00:00.7Z", "PT0.5S", "2024-01-01T00:00:01.200Z"),
        ("2024-01-01", "-PT0.25S", "2023-12-31T23:59:59.750Z"),
        ("2024-03-01", "-P1D", "2024-02-29T00:00:00Z"),
        ("2024-05-15T10:00:00Z", "P2W", "2024-05-29T10:00:00Z"),
        ("9999-12-31", "P1D", nil), ("0001-01-01", "-PT1S", nil), ("2024-01-01", "P999999999Y", nil),
        ("2024-01-01", "P999999999D", nil), ("2024-01-01", "PT999999999H", nil),
    ])
    func `adds to an instant`(start: String, duration: String, end: String?) throws {
        let duration = try #require(CalendarDuration(iso8601: duration))
        #expect(Timestamp(iso8601: start)?.adding(duration)?.iso8601() == end)
    }

    @Test func `what has no months can be taken back`() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<5_000 {
            let text =
                "P\(Int.random(in: 0...400, using: &random))DT"
                + "\(Int.random(in: 0...999_999, using: &random)).\(Int.random(in: 0...999_999, using: &random))S"
            let duration = try #require(CalendarDuration(iso8601: text))
            let start = try #require(
                Timestamp(
                    unixMicroseconds: Int64.random(in: -1_000_000_000_000_000...3_000_000_000_000_000, using: &random)))
            guard start.adding(duration)?.subtracting(duration) == start else {
                Issue.record("\(start) + \(text) - \(text)")
                return
            }
        }
    }

    @Test func `extremes do not overflow`() {
        for extreme in [Int.min, .max] {
            let duration = CalendarDuration(months: extreme, days: extreme, seconds: Int64(extreme))
            #expect(Timestamp.unixEpoch.adding(duration) == nil)
            #expect(Timestamp.unixEpoch.subtracting(duration) == nil)
            #expect(Timestamp.unixEpoch.adding(CalendarDuration(days: extreme)) == nil)
            #expect(Timestamp.unixEpoch.adding(CalendarDuration(seconds: Int64(extreme))) == nil)
        }
    }
}
