/// A unit of the calendar that has a beginning.
package enum CalendarUnit: String, Hashable, Sendable, CaseIterable {
    case year
    case month
    /// From Monday to Sunday.
    case week
    case day
    case hour
    case minute
    case second
}

extension Timestamp {
    /// The beginning of the unit that this instant lies in, in UTC.
    package func start(of unit: CalendarUnit) -> Timestamp {
        switch unit {
        case .year: Timestamp(date.startOfYear)
        case .month: Timestamp(date.startOfMonth)
        case .week: Timestamp(date.startOfWeek)
        case .day: Timestamp(date)
        case .hour: start(ofPeriod: 3600)
        case .minute: start(ofPeriod: 60)
        case .second: start(ofPeriod: 1)
        }
    }

    private func start(ofPeriod seconds: Int) -> Timestamp {
        Timestamp(unixSeconds: unixSeconds - Int64(dayAndSecond.second % seconds)) ?? .earliest
    }
}
