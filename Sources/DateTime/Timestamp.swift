internal import Glibc

/// An instant, exact to the nanosecond, in the years 1 to 9999 of the Gregorian calendar (UTC, without leap seconds).
///
/// What would fall outside those years cannot be made: every initializer and every calculation that could leave them
/// gives nil.
package struct Timestamp: Hashable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package let unixSeconds: Int64
    /// What follows the whole second: 0 to 999,999,999.
    package let nanosecond: Int32

    /// 0001-01-01T00:00:00Z.
    package static let earliest = Timestamp(second: -62_135_596_800, nanosecond: 0)
    /// 9999-12-31T23:59:59.999999999Z.
    package static let latest = Timestamp(second: 253_402_300_799, nanosecond: 999_999_999)
    /// 1970-01-01T00:00:00Z.
    package static let unixEpoch = Timestamp(second: 0, nanosecond: 0)

    private init(second: Int64, nanosecond: Int32) {
        unixSeconds = second
        self.nanosecond = nanosecond
    }

    /// Nil outside the years 1 to 9999, or when `nanosecond` is not less than a second.
    package init?(unixSeconds: Int64, nanosecond: Int = 0) {
        guard unixSeconds >= Self.earliest.unixSeconds, unixSeconds <= Self.latest.unixSeconds,
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        self.init(second: unixSeconds, nanosecond: Int32(nanosecond))
    }

    /// What the system's clock shows.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(unixSeconds: Int64(time.tv_sec), nanosecond: time.tv_nsec) ?? unixEpoch
    }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.unixSeconds, left.nanosecond) < (right.unixSeconds, right.nanosecond)
    }
}

// Unix time in other units.
extension Timestamp {
    /// Nil outside the years 1 to 9999.
    package init?(unixMilliseconds: Int64) {
        self.init(unixMilliseconds, perSecond: 1_000)
    }

    /// Nil outside the years 1 to 9999.
    package init?(unixMicroseconds: Int64) {
        self.init(unixMicroseconds, perSecond: 1_000_000)
    }

    /// Exact; any number of nanoseconds lies in range.
    package init?(unixNanoseconds: Int64) {
        self.init(unixNanoseconds, perSecond: 1_000_000_000)
    }

    private init?(_ count: Int64, perSecond: Int64) {
        var (seconds, rest) = count.quotientAndRemainder(dividingBy: perSecond)
        if rest < 0 {
            rest += perSecond
            seconds -= 1
        }
        self.init(unixSeconds: seconds, nanosecond: Int(rest * (1_000_000_000 / perSecond)))
    }

    /// Seconds with a fraction, to the nearest microsecond, which is as near as a double comes in our times. Nil for
    /// what is not finite or outside the years 1 to 9999.
    package init?(fractionalUnixSeconds seconds: Double) {
        guard let microseconds = Int64(exactly: (seconds * 1_000_000).rounded()) else { return nil }
        self.init(unixMicroseconds: microseconds)
    }

    /// Whole milliseconds since 1970, rounded down.
    package var unixMilliseconds: Int64 { unixSeconds * 1_000 + Int64(nanosecond / 1_000_000) }

    /// Whole microseconds since 1970, rounded down.
    package var unixMicroseconds: Int64 { unixSeconds * 1_000_000 + Int64(nanosecond / 1_000) }

    /// Nanoseconds since 1970; nil when they do not fit 64 bits, before 1677-09-21 and after 2262-04-11.
    package var unixNanoseconds: Int64? {
        // The product alone may leave the range that the sum is in, by less than a second.
        let exact = Int128(unixSeconds) * 1_000_000_000 + Int128(nanosecond)
        return Int64(exactly: exact)
    }
}

// The calendar.
extension Timestamp {
    static var secondsPerDay: Int64 { 86_400 }

    /// Days since 1970 and the second of that day.
    var dayAndSecond: (day: Int, second: Int) {
        var (day, second) = unixSeconds.quotientAndRemainder(dividingBy: Self.secondsPerDay)
        if second < 0 {
            second += Self.secondsPerDay
            day -= 1
        }
        return (Int(day), Int(second))
    }

    /// The instant at which clocks in UTC show `civil`.
    package init(_ civil: CivilDateTime) {
        let time = civil.hour * 3600 + civil.minute * 60 + civil.second
        self.init(
            second: Int64(civil.date.daysSinceEpoch) * Self.secondsPerDay + Int64(time),
            nanosecond: Int32(civil.nanosecond))
    }

    /// The beginning of a day, in UTC.
    package init(_ date: CivilDate) {
        self.init(second: Int64(date.daysSinceEpoch) * Self.secondsPerDay, nanosecond: 0)
    }

    /// The day this instant lies on, in UTC.
    package var date: CivilDate { CivilDateTime(self).date }
}
