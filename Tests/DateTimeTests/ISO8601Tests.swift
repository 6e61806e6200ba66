import DateTime
import TestSupport
import Testing

@Suite struct ISO8601Tests {
    static let readings: [(String, String)] = [
        ("2024-01-31", "2024-01-31T00:00:00Z"),
        ("2024-01-31T10:20:30Z", "2024-01-31T10:20:30Z"),
        ("2024-01-31t10:20:30z", "2024-01-31T10:20:30Z"),
        ("2024-01-31 10:20:30", "2024-01-31T10:20:30Z"),
        ("2024-01-31T10:20:30", "2024-01-31T10:20:30Z"),
        ("2024-01-31T10:20Z", "2024-01-31T10:20:00Z"),
        ("2024-01-31T10:20:30.5Z", "2024-01-31T10:20:30.500Z"),
        ("2024-01-31T10:20:30,25Z", "2024-01-31T10:20:30.250Z"),
        ("2024-01-31T10:20:30.123456Z", "2024-01-31T10:20:30.123456Z"),
        ("2024-01-31T10:20:30.123456789Z", "2024-01-31T10:20:30.123456789Z"),
        ("2024-01-31T10:20:30.1234567899999Z", "2024-01-31T10:20:30.123456789Z"),
        ("2024-01-31T10:20:30.000Z", "2024-01-31T10:20:30Z"),
        ("2024-01-31T10:20:30+01:00", "2024-01-31T09:20:30Z"),
        ("2024-01-31T10:20:30+0130", "2024-01-31T08:50:30Z"),
        ("2024-01-31T10:20:30-08", "2024-01-31T18:20:30Z"),
        ("2024-01-31T10:20:30-00:00", "2024-01-31T10:20:30Z"),
        ("2024-01-31T10:20:30.5+23:59", "2024-01-30T10:21:30.500Z"),
        ("2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-12-31T24:00Z", "2025-01-01T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999999Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2000-02-29", "2000-02-29T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ]

    @Test(arguments: readings)
    func `reads what ISO 8601 and RFC 3339 allow`(text: String, instant: String) {
        #expect(Timestamp(iso8601: text)?.iso8601() == instant)
    }

    static let refused = [
        "", " ", "2024", "2024-01", "2024-1-31", "24-01-31", "20240131", "2024-01-31 ", " 2024-01-31", "2024-00-10",
        "2024-13-01", "2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-01-32", "0000-01-01", "02024-01-31",
        "2024-01-31T", "2024-01-31T10", "2024-01-31T10:2", "2024-01-31T10:20:3", "2024-01-31T10:20:",
        "2024-01-31T10:60",
        "2024-01-31T25:00:00Z", "2024-01-31T24:00:01Z", "2024-01-31T24:00:00.1Z", "2024-01-31T24:01Z",
        "2024-01-31T10:20:61Z", "2024-01-31T10:20:30.Z", "2024-01-31T10:20:30ZZ", "2024-01-31T10:20:30 Z",
        "2024-01-31T10:20:30+", "2024-01-31T10:20:30+1", "2024-01-31T10:20:30+24:00", "2024-01-31T10:20:30+01:60",
        "2024-01-31T10:20:30+01:", "2024-01-31T10:20:30+01:0", "2024-01-31T10:20:30+010", "2024-01-31T10:20:30\u{0}",
        "2024/01/31", "2024-01-31X10:20:30Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        "９024-01-31", "now",
    ]

    @Test(arguments: refused)
    func `refuses everything else`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `tells a day from an instant`() {
        #expect(ISO8601.read("2024-01-31")?.isDateOnly == true)
        #expect(ISO8601.read("2024-01-31T00:00:00Z")?.isDateOnly == false)
    }

    @Test(arguments: [
        (TimestampPrecision.seconds, "2024-01-31T10:20:30Z"), (.milliseconds, "2024-01-31T10:20:30.123Z"),
        (.microseconds, "2024-01-31T10:20:30.123456Z"), (.nanoseconds, "2024-01-31T10:20:30.123456789Z"),
        (.shortest, "2024-01-31T10:20:30.123456789Z"),
    ])
    func `writes the precision asked for`(precision: TimestampPrecision, text: String) {
        #expect(Timestamp(unixSeconds: 1_706_696_430, nanosecond: 123_456_789)?.iso8601(precision) == text)
    }

    @Test func `random instants come back`() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<20_000 {
            let seconds = Int64.random(
                in: Timestamp.earliest.unixSeconds...Timestamp.latest.unixSeconds, using: &random)
            let nanosecond = [0, 5_000_000, 7_000, 999_999_999].randomElement(using: &random) ?? 0
            guard let instant = Timestamp(unixSeconds: seconds, nanosecond: nanosecond) else {
                Issue.record("no timestamp for \(seconds)")
                return
            }
            guard Timestamp(iso8601: instant.iso8601()) == instant else {
                Issue.record("\(instant) does not come back")
                return
            }
        }
    }

    @Test func `no text makes it crash`() {
        var random = SeededRandom(seed: 3)
        let alphabet = Array("0123456789-:TZtz+., PYMDHSW%".utf8) + [0, 0x80, 0xFF]
        for _ in 0..<50_000 {
            var text = Array((Self.readings.randomElement(using: &random)?.0 ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: text.remove(at: place)
                default: text.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                }
            }
            text.withUnsafeBufferPointer { bytes in
                _ = CalendarDuration.read(bytes)
                if let reading = ISO8601.read(bytes) {
                    #expect(Timestamp(iso8601: reading.timestamp.iso8601()) == reading.timestamp)
                }
            }
        }
    }
}
