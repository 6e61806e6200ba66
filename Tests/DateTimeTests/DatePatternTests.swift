import DateTime
import TestSupport
import Testing

@Suite struct DatePatternTests {
    static let instant = "2024-01-31T15:04:05.123456789Z"

    @Test(arguments: [
        ("%Y-%m-%d", "2024-01-31"), ("%F", "2024-01-31"), ("%Y%m%dT%H%M%SZ", "20240131T150405Z"), ("%T", "15:04:05"),
        ("%R", "15:04"), ("%D", "01/31/24"), ("%d/%m/%y", "31/01/24"), ("%j", "031"), ("%b %B", "Jan January"),
        ("%a %A", "Wed Wednesday"), ("%I:%M %p", "03:04 PM"), ("%e", "31"), ("%f", "123456"), ("%3N", "123"),
        ("%6N", "123456"), ("%9N", "123456789"), ("%_ms", "123"), ("%z %:z %Z", "+0000 +00:00 UTC"),
        ("%s", "1706713445"),
        ("%ms", "1706713445123"), ("%epoch_microseconds", "1706713445123456"), ("%s_as_float", "1706713445.123456"),
        ("100%%", "100%"), ("", ""), ("täglich %d", "täglich 31"),
        ("%Y-%m-%dT%H:%M:%S.%3N%:z", "2024-01-31T15:04:05.123+00:00"),
    ])
    func `writes`(pattern: String, text: String) throws {
        let instant = try #require(Timestamp(iso8601: Self.instant))
        #expect(try DatePattern(pattern).format(instant) == text)
    }

    @Test func `writes midnight, noon and small numbers`() throws {
        let midnight = try #require(Timestamp(iso8601: "0207-03-04T00:05:06Z"))
        #expect(try DatePattern("%Y %e %I %p %j %f").format(midnight) == "0207  4 12 AM 063 000000")
        let noon = try #require(Timestamp(iso8601: "2024-03-04T12:00:00Z"))
        #expect(try DatePattern("%I%p").format(noon) == "12PM")
        let early = try #require(Timestamp(iso8601: "1969-12-31T23:59:59.75Z"))
        #expect(try DatePattern("%s %s_as_float").format(early) == "-1 -0.250000")
    }

    @Test(arguments: [
        ("%Y-%m-%d", "2024-01-31", "2024-01-31T00:00:00Z"), ("%m/%d/%Y", "1/5/2024", "2024-01-05T00:00:00Z"),
        ("%Y%m%dT%H%M%SZ", "20240131T102030Z", "2024-01-31T10:20:30Z"),
        ("%d %b %Y", "31 jan 2024", "2024-01-31T00:00:00Z"), ("%B %d, %Y", "MAY 3, 2024", "2024-05-03T00:00:00Z"),
        ("%b %e %Y", "Jan  5 2024", "2024-01-05T00:00:00Z"),
        ("%I:%M %p %F", "12:30 am 2024-01-31", "2024-01-31T00:30:00Z"),
        ("%F %I%p", "2024-01-31 12PM", "2024-01-31T12:00:00Z"), ("%Y-%j", "2024-366", "2024-12-31T00:00:00Z"),
        ("%F %T%z", "2024-01-31 10:20:30+0100", "2024-01-31T09:20:30Z"),
        ("%F %T %:z", "2024-01-31 10:20:30 Z", "2024-01-31T10:20:30Z"),
        ("%F %T.%f", "2024-01-31 10:20:30.5", "2024-01-31T10:20:30.500Z"),
        ("%s", "1706713445", "2024-01-31T15:04:05Z"), ("%s", "-1", "1969-12-31T23:59:59Z"),
        ("%ms", "1706713445123", "2024-01-31T15:04:05.123Z"), ("%s_as_float", "-0.25", "1969-12-31T23:59:59.750Z"),
        ("%s_as_float", "17", "1970-01-01T00:00:17Z"), ("%epoch_microseconds", "1500000", "1970-01-01T00:00:01.500Z"),
        ("%Y", "2024", "2024-01-01T00:00:00Z"), ("%y", "68", "2068-01-01T00:00:00Z"),
        ("%y", "69", "1969-01-01T00:00:00Z"),
        ("%A %F %Z", "Wednesday 2024-01-31 GMT", "2024-01-31T00:00:00Z"),
    ])
    func `reads`(pattern: String, text: String, instant: String) throws {
        #expect(try DatePattern(pattern).parse(text)?.iso8601() == instant)
    }

    @Test(arguments: [
        ("%Y-%m-%d", "2024-02-30"), ("%Y-%m-%d", "2024-01-31 "), ("%Y-%m-%d", "24-01-31"), ("%Y-%j", "2023-366"),
        ("%Y-%j", "2023-0"), ("%I %p %Y", "13 PM 2024"), ("%H %Y", "24 2024"), ("%S %Y", "61 2024"),
        ("%d %b %Y", "1 Foo 2024"),
        ("%H:%M", "10:20"), ("%F%z", "2024-01-31"), ("%s", "9999999999999"), ("%s", ""), ("", ""), ("x%Y", "2024"),
        ("%s", "99999999999999999999"),
    ])
    func `refuses`(pattern: String, text: String) throws {
        #expect(try DatePattern(pattern).parse(text) == nil)
    }

    @Test(arguments: [("%Q", "%Q", 0), ("%Y-%", "%", 3), ("ä %Y %Ü", "%Ü", 5), ("%4N", "%4", 0)])
    func `names an unknown directive`(pattern: String, directive: String, offset: Int) {
        let error = #expect(throws: DatePatternError.self) { try DatePattern(pattern) }
        #expect(error?.directive == directive)
        #expect(error?.offset == offset)
    }

    @Test func `knows what it determines`() throws {
        #expect(try DatePattern("%Y").determinesDate)
        #expect(try DatePattern("%s").determinesDate)
        #expect(try !DatePattern("%m-%d").determinesDate)
        #expect(try DatePattern("%Y-%m-%d").isDateOnly)
        #expect(try !DatePattern("%Y-%m-%d %H").isDateOnly)
        #expect(try !DatePattern("%ms").isDateOnly)
    }

    @Test func `random instants come back`() throws {
        var random = SeededRandom(seed: 5)
        let patterns = [
            "%Y-%m-%dT%H:%M:%S.%9N%z", "%A, %d %B %Y %I:%M:%S %p %f%%", "%Y %j %T", "%s", "%ms", "%s_as_float",
            "%epoch_microseconds",
        ]
        for text in patterns {
            let pattern = try DatePattern(text)
            for _ in 0..<500 {
                let seconds = Int64.random(in: -30_000_000_000...200_000_000_000, using: &random)
                let instant = try #require(Timestamp(unixSeconds: seconds))
                #expect(pattern.parse(pattern.format(instant)) == instant)
            }
        }
    }
}
