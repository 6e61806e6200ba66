/// A day and a time of that day, in UTC.
package struct CivilDateTime: Hashable, Sendable {
    package let date: CivilDate
    /// 0 to 23.
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let nanosecond: Int

    /// Nil when there is no such time.
    package init?(date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.nanosecond = nanosecond
    }

    /// What calendar and clock show at an instant.
    package init(_ timestamp: Timestamp) {
        let (day, second) = timestamp.dayAndSecond
        guard let date = CivilDate(daysSinceEpoch: day) else {
            preconditionFailure("a timestamp outside the years 1 to 9999")
        }
        self.date = date
        hour = second / 3600
        minute = second / 60 % 60
        self.second = second % 60
        nanosecond = Int(timestamp.nanosecond)
    }
}
