/// A day of the Gregorian calendar, also before its introduction, in the years 1 to 9999.
package struct CivilDate: Hashable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int

    /// Nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.daysInMonth(month, ofYear: year)
        else { return nil }
        self.init(existingYear: year, month: month, day: day)
    }

    private init(existingYear year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    package static func isLeapYear(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// How many days a month, given as 1 to 12, has.
    package static func daysInMonth(_ month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: isLeapYear(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

// Days are counted with years that begin on the first of March: the leap day is then the last of its year, and the
// lengths of the months follow one line, 153 days for each five.
extension CivilDate {
    /// From 1 March of the year 0 to 1 January 1970.
    private static var daysBeforeEpoch: Int { 719_468 }
    private static var daysInFourCenturies: Int { 146_097 }
    private static let daysOfYears1To9999 = -719_162...2_932_896

    /// The number of days since 1 January 1970; negative before.
    package var daysSinceEpoch: Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = month > 2 ? month - 3 : month + 9
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + day - 1 - Self.daysBeforeEpoch
    }

    /// Nil outside the years 1 to 9999.
    package init?(daysSinceEpoch days: Int) {
        guard Self.daysOfYears1To9999.contains(days) else { return nil }
        let (cycle, dayOfCycle) = (days + Self.daysBeforeEpoch).quotientAndRemainder(
            dividingBy: Self.daysInFourCenturies)
        // Without the leap days before it, every year of the cycle has 365 days.
        let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - (yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (dayOfYear * 5 + 2) / 153
        let isAfterDecember = marchMonth >= 10
        self.init(
            existingYear: cycle * 400 + yearOfCycle + (isAfterDecember ? 1 : 0),
            month: isAfterDecember ? marchMonth - 9 : marchMonth + 3,
            day: dayOfYear - (marchMonth * 153 + 2) / 5 + 1)
    }

    /// The first of January of the same year.
    package var startOfYear: CivilDate { CivilDate(existingYear: year, month: 1, day: 1) }

    /// The first of the same month.
    package var startOfMonth: CivilDate { CivilDate(existingYear: year, month: month, day: 1) }

    /// The Monday of the same week. The first day of the year 1 is one.
    package var startOfWeek: CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch - weekday + 1) ?? self }

    /// 1 on the first of January.
    package var dayOfYear: Int { daysSinceEpoch - startOfYear.daysSinceEpoch + 1 }

    /// 1 on Mondays, 7 on Sundays.
    package var weekday: Int {
        // 1 January 1970 was a Thursday; the sum is not negative in any year we have.
        (daysSinceEpoch + Self.daysBeforeEpoch + 2) % 7 + 1
    }

    /// The same day some months later or earlier; where that month is too short, its last day. Nil outside the years 1
    /// to 9999.
    package func adding(months: Int) -> CivilDate? {
        let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow, total >= 12 else { return nil }
        let (year, month) = (total / 12, total % 12 + 1)
        guard year <= 9999 else { return nil }
        return CivilDate(
            existingYear: year, month: month, day: min(day, Self.daysInMonth(month, ofYear: year)))
    }
}

extension CivilDate: Comparable {
    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
