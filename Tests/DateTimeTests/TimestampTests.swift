import DateTime
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (1, "1970-01-01T00:00:00.001Z"),
        (1_000_000_000_000, "2001-09-09T01:46:40Z"), (2_147_483_648_000, "2038-01-19T03:14:08Z"),
        (-2_208_988_800_000, "1900-01-01T00:00:00Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
    ])
    func `known instants`(milliseconds: Int64, text: String) {
        let instant = Timestamp(unixMilliseconds: milliseconds)
        #expect(instant?.iso8601() == text)
        #expect(instant?.unixMilliseconds == milliseconds)
        #expect(Timestamp(unixMicroseconds: milliseconds * 1000) == instant)
        #expect(instant?.unixMicroseconds == milliseconds * 1000)
    }

    @Test func `refuses what lies outside`() {
        #expect(Timestamp(unixSeconds: 253_402_300_800) == nil)
        #expect(Timestamp(unixSeconds: -62_135_596_801) == nil)
        #expect(Timestamp(unixMilliseconds: .max) == nil)
        #expect(Timestamp(unixMicroseconds: .min) == nil)
        #expect(Timestamp(unixSeconds: 0, nanosecond: 1_000_000_000) == nil)
        #expect(Timestamp(unixSeconds: 0, nanosecond: -1) == nil)
        #expect(Timestamp(fractionalUnixSeconds: .nan) == nil)
        #expect(Timestamp(fractionalUnixSeconds: .infinity) == nil)
        #expect(Timestamp(fractionalUnixSeconds: 1e300) == nil)
    }

    @Test func `counts nanoseconds where they fit`() {
        for count in [Int64.min, -1, 0, 1, .max] {
            #expect(Timestamp(unixNanoseconds: count)?.unixNanoseconds == count)
        }
        #expect(Timestamp.latest.unixNanoseconds == nil)
        #expect(Timestamp.earliest.unixNanoseconds == nil)
    }

    @Test func `takes seconds with a fraction`() {
        #expect(Timestamp(fractionalUnixSeconds: 1_700_000_000.25)?.iso8601() == "2023-11-14T22:13:20.250Z")
        #expect(Timestamp(fractionalUnixSeconds: -0.5)?.iso8601() == "1969-12-31T23:59:59.500Z")
    }

    @Test func `orders by time`() throws {
        let texts = [
            "0001-01-01", "1969-12-31T23:59:59.9Z", "1970-01-01", "1970-01-01T00:00:00.000000001Z", "2024-01-31",
        ]
        let instants = try texts.map { try #require(Timestamp(iso8601: $0)) }
        #expect(instants.shuffled().sorted() == instants)
        #expect(Timestamp.earliest < Timestamp.now())
    }

    @Test(arguments: [
        (CalendarUnit.year, "2024-01-01T00:00:00Z"), (.month, "2024-05-01T00:00:00Z"), (.week, "2024-05-13T00:00:00Z"),
        (.day, "2024-05-15T00:00:00Z"), (.hour, "2024-05-15T10:00:00Z"), (.minute, "2024-05-15T10:20:00Z"),
        (.second, "2024-05-15T10:20:30Z"),
    ])
    func `finds the beginning of a unit`(unit: CalendarUnit, text: String) {
        #expect(Timestamp(iso8601: "2024-05-15T10:20:30.4Z")?.start(of: unit).iso8601() == text)
    }

    @Test func `units begin before 1970 too`() {
        #expect(Timestamp(iso8601: "1969-12-31T23:59:59.9Z")?.start(of: .hour).iso8601() == "1969-12-31T23:00:00Z")
        for unit in CalendarUnit.allCases {
            #expect(Timestamp.earliest.start(of: unit) == .earliest)
            #expect(Timestamp.latest.start(of: unit) <= .latest)
        }
    }
}
