/// Dates in HTTP header fields (RFC 9110, section 5.6.7).
///
///     Sun, 06 Nov 1994 08:49:37 GMT      the form to write
///     Sunday, 06-Nov-94 08:49:37 GMT     obsolete (RFC 850)
///     Sun Nov  6 08:49:37 1994           obsolete (asctime)
package enum HTTPDate {
    private static let current = pattern("%a, %d %b %Y %H:%M:%S GMT")
    private static let rfc850 = pattern("%A, %d-%b-%y %H:%M:%S GMT")
    private static let asctime = pattern("%a %b %e %H:%M:%S %Y")

    private static func pattern(_ text: String) -> DatePattern {
        do { return try DatePattern(text) } catch { preconditionFailure("\(error)") }
    }

    /// Writes the form that is not obsolete, in whole seconds.
    package static func format(_ timestamp: Timestamp) -> String {
        current.format(timestamp)
    }

    /// Reads any of the three forms; nil when the text is none. A two-digit year that would lie more than 50 years after
    /// `now` is one of the century before.
    package static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        if let timestamp = current.parse(text) ?? asctime.parse(text) { return timestamp }
        guard let timestamp = rfc850.parse(text) else { return nil }
        let civil = CivilDateTime(timestamp)
        let thisYear = now.date.year
        var year = thisYear - thisYear % 100 + civil.date.year % 100
        if year > thisYear + 50 { year -= 100 }
        guard let date = CivilDate(year: year, month: civil.date.month, day: civil.date.day),
            let moved = CivilDateTime(date: date, hour: civil.hour, minute: civil.minute, second: civil.second)
        else { return nil }
        return Timestamp(moved)
    }
}
