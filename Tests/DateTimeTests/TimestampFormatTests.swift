import DateTime
import Testing

@Suite struct TimestampFormatTests {
    @Test(arguments: [
        ("unix", "1706696430"), ("unix_ms", "1706696430500"), ("iso8601", "2024-01-31T10:20:30.500Z"),
        ("date", "2024-01-31"), ("%Y/%m/%d", "2024/01/31"),
    ])
    func `writes by name or pattern`(name: String, text: String) throws {
        let format = try #require(try TimestampFormat(name))
        let instant = try #require(Timestamp(iso8601: "2024-01-31T10:20:30.5Z"))
        #expect(format.format(instant) == text)
        let back = try #require(format.parse(text))
        #expect(format.format(back) == text)
        #expect(format.isNumber == name.hasPrefix("unix"))
    }

    @Test func `refuses other names`() throws {
        #expect(try TimestampFormat("unix_seconds") == nil)
        #expect(throws: DatePatternError.self) { try TimestampFormat("%Q") }
    }

    @Test func `reads either ISO form`() throws {
        #expect(TimestampFormat.date.parse("2024-01-31T10:00:00Z")?.iso8601() == "2024-01-31T10:00:00Z")
        #expect(TimestampFormat.iso8601.parse("2024-01-31")?.iso8601() == "2024-01-31T00:00:00Z")
        #expect(TimestampFormat.unix.parse("1.5")?.iso8601() == "1970-01-01T00:00:01.500Z")
        #expect(TimestampFormat.unix.parse("yesterday") == nil)
    }
}

@Suite struct HTTPDateTests {
    // RFC 9110, section 5.6.7.
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `reads the three forms`(text: String) throws {
        let now = try #require(Timestamp(iso8601: "2024-01-31"))
        #expect(HTTPDate.parse(text, now: now)?.unixSeconds == 784_111_777)
    }

    @Test(arguments: [("74", "2074"), ("75", "1975"), ("24", "2024"), ("00", "2000")])
    func `places two-digit years near`(short: String, year: String) throws {
        let now = try #require(Timestamp(iso8601: "2024-01-31"))
        let instant = try #require(HTTPDate.parse("Sunday, 06-Nov-\(short) 08:49:37 GMT", now: now))
        #expect(instant.iso8601().hasPrefix(year))
    }

    @Test(arguments: [
        "", "0", "120", "-1", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Xxx, 06 Nov 1994 08:49:37 GMT",
    ])
    func `refuses everything else`(text: String) {
        #expect(HTTPDate.parse(text, now: .unixEpoch) == nil)
    }

    @Test func `writes the current form`() {
        #expect(Timestamp(unixSeconds: 784_111_777).map(HTTPDate.format) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
