/// A length of time as ISO 8601 writes it, `P1Y2M3DT4H5M6.5S`, in the units in which it was written: a month is as long
/// as the month it is added to, a day always 24 hours (there is only UTC here).
package struct CalendarDuration: Hashable, Sendable {
    /// Years count as 12.
    package let months: Int
    /// Weeks count as 7.
    package let days: Int
    /// Whole seconds, rounded down; hours and minutes are counted in.
    package let seconds: Int64
    /// What follows the whole seconds: 0 to 999,999,999.
    package let nanoseconds: Int32

    package init(months: Int = 0, days: Int = 0, seconds: Int64 = 0) {
        self.init(months: months, days: days, seconds: seconds, nanoseconds: 0)
    }

    init(months: Int, days: Int, seconds: Int64, nanoseconds: Int32) {
        self.months = months
        self.days = days
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Whether it is made of days and months alone, so that a day plus it is a day again.
    package var isWholeDays: Bool { seconds == 0 && nanoseconds == 0 }

    /// Whether adding it changes nothing.
    package var isZero: Bool { months == 0 && days == 0 && isWholeDays }

    /// The same length in the other direction; nil when that does not fit.
    package var negated: CalendarDuration? {
        let (months, tooManyMonths) = 0.subtractingReportingOverflow(months)
        let (days, tooManyDays) = 0.subtractingReportingOverflow(days)
        let (seconds, tooManySeconds) = Int64(nanoseconds > 0 ? -1 : 0).subtractingReportingOverflow(seconds)
        guard !tooManyMonths, !tooManyDays, !tooManySeconds else { return nil }
        return CalendarDuration(
            months: months, days: days, seconds: seconds, nanoseconds: nanoseconds > 0 ? 1_000_000_000 - nanoseconds : 0
        )
    }
}

extension Timestamp {
    /// The instant a duration later: first its months (a day that a month does not have becomes its last), then its days,
    /// then its time. Nil outside the years 1 to 9999.
    package func adding(_ duration: CalendarDuration) -> Timestamp? {
        let (day, second) = dayAndSecond
        guard let date = CivilDate(daysSinceEpoch: day)?.adding(months: duration.months) else { return nil }
        // 128 bits hold the sum of any three 64-bit terms.
        let nanoseconds = nanosecond + duration.nanoseconds
        let days = Int128(date.daysSinceEpoch) + Int128(duration.days)
        let total =
            days * Int128(Self.secondsPerDay) + Int128(second) + Int128(duration.seconds)
            + (nanoseconds >= 1_000_000_000 ? 1 : 0)
        guard let seconds = Int64(exactly: total) else { return nil }
        return Timestamp(unixSeconds: seconds, nanosecond: Int(nanoseconds % 1_000_000_000))
    }

    /// The instant a duration earlier, by the same rules. Nil outside the years 1 to 9999.
    package func subtracting(_ duration: CalendarDuration) -> Timestamp? {
        duration.negated.flatMap { adding($0) }
    }
}
