/// Reads dates and times in the form of ISO 8601 and RFC 3339.
///
///     2024-01-31                      the beginning of the day
///     2024-01-31T10:20Z               seconds may be left out
///     2024-01-31T10:20:30.123456Z     a fraction of any length, behind a point or a comma; what is finer than
///                                     nanoseconds is cut off
///     2024-01-31t10:20:30z            lower case
///     2024-01-31 10:20:30             a space for the T; a time without an offset is in UTC
///     2024-01-31T10:20:30+01:00       offsets also as +0100 and +01; -00:00 is UTC
///     2024-01-31T24:00:00Z            the end of a day is the beginning of the next
///     2024-06-30T23:59:60Z            a leap second becomes the last nanosecond before it
///
/// Anything else is refused: the 30th of February, years outside 1 to 9999, spaces around it.
package enum ISO8601 {
    /// What was read.
    package struct Reading: Hashable, Sendable {
        package let timestamp: Timestamp
        /// Whether only a day was written, without a time.
        package let isDateOnly: Bool
    }

    /// Reads UTF-8 bytes, without allocating; nil when they are nothing of the above.
    package static func read(_ text: UnsafeBufferPointer<UInt8>) -> Reading? {
        var reader = ByteReader(text)
        guard let date = date(&reader) else { return nil }
        if reader.isAtEnd { return Reading(timestamp: Timestamp(date), isDateOnly: true) }
        guard reader.skip(UInt8(ascii: "T"), or: UInt8(ascii: "t")) || reader.skip(UInt8(ascii: " ")),
            let time = time(&reader), let offset = offset(&reader), reader.isAtEnd
        else { return nil }
        let second = Timestamp(date).unixSeconds + Int64(time.second - offset)
        return Timestamp(unixSeconds: second, nanosecond: time.nanosecond).map {
            Reading(timestamp: $0, isDateOnly: false)
        }
    }

    /// Reads a string; nil when it is nothing of the above.
    package static func read(_ text: String) -> Reading? {
        var text = text
        return text.withUTF8 { read($0) }
    }

    static func date(_ reader: inout ByteReader) -> CivilDate? {
        guard let year = reader.number(digits: 4), reader.skip(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.skip(UInt8(ascii: "-")),
            let day = reader.number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// The second of the day, where the end of the day counts as 86,400, and the nanosecond.
    private static func time(_ reader: inout ByteReader) -> (second: Int, nanosecond: Int)? {
        guard let hour = reader.number(digits: 2), hour <= 24, reader.skip(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2), minute < 60
        else { return nil }
        var (second, nanosecond) = (0, 0)
        if reader.skip(UInt8(ascii: ":")) {
            guard let number = reader.number(digits: 2), number <= 60 else { return nil }
            second = number
            if reader.skip(UInt8(ascii: "."), or: UInt8(ascii: ",")) {
                guard let fraction = reader.nanoseconds() else { return nil }
                nanosecond = fraction
            }
        }
        if second == 60 { (second, nanosecond) = (59, 999_999_999) }
        if hour == 24, minute > 0 || second > 0 || nanosecond > 0 { return nil }
        return (hour * 3600 + minute * 60 + second, nanosecond)
    }

    /// Seconds to the east of UTC; none written is UTC.
    static func offset(_ reader: inout ByteReader) -> Int? {
        if reader.isAtEnd || reader.skip(UInt8(ascii: "Z"), or: UInt8(ascii: "z")) { return 0 }
        let sign = reader.skip(UInt8(ascii: "+")) ? 1 : -1
        guard sign == 1 || reader.skip(UInt8(ascii: "-")),
            let hours = reader.number(digits: 2), hours < 24
        else { return nil }
        let hasColon = reader.skip(UInt8(ascii: ":"))
        guard hasColon || reader.isAtDigit else { return sign * hours * 3600 }
        guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension Timestamp {
    /// Reads a date, or a date and time, as `ISO8601` describes; nil when the text is none.
    package init?(iso8601 text: String) {
        guard let reading = ISO8601.read(text) else { return nil }
        self = reading.timestamp
    }
}
