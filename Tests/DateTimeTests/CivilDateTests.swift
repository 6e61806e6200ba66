import DateTime
import TestSupport
import Testing

@Suite struct CivilDateTests {
    /// Counts day by day, with nothing but the lengths of the months.
    @Test func `every day from 1900 to 2100 has its number`() {
        var days = -25_567
        var weekday = 1
        for year in 1900...2100 {
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            var dayOfYear = 1
            for (month, length) in lengths.enumerated() {
                for day in 1...length {
                    guard let date = CivilDate(year: year, month: month + 1, day: day) else {
                        Issue.record("no \(year)-\(month + 1)-\(day)")
                        return
                    }
                    guard date.daysSinceEpoch == days, CivilDate(daysSinceEpoch: days) == date,
                        date.weekday == weekday, date.dayOfYear == dayOfYear
                    else {
                        Issue.record(
                            "\(date) is \(date.daysSinceEpoch), weekday \(date.weekday), not \(days), \(weekday)")
                        return
                    }
                    days += 1
                    weekday = weekday % 7 + 1
                    dayOfYear += 1
                }
                #expect(CivilDate(year: year, month: month + 1, day: length + 1) == nil)
            }
        }
        #expect(days == 47_847)
    }

    @Test func `the first and the last day`() {
        #expect(CivilDate(daysSinceEpoch: -719_162)?.description == "0001-01-01")
        #expect(CivilDate(daysSinceEpoch: 2_932_896)?.description == "9999-12-31")
        #expect(CivilDate(daysSinceEpoch: -719_163) == nil)
        #expect(CivilDate(daysSinceEpoch: 2_932_897) == nil)
        #expect(CivilDate(daysSinceEpoch: .max) == nil)
        #expect(CivilDate(daysSinceEpoch: .min) == nil)
        #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2024, month: 13, day: 1) == nil)
        #expect(CivilDate(year: 2024, month: 1, day: 0) == nil)
    }

    @Test func `random days come back`() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<50_000 {
            let days = Int.random(in: -719_162...2_932_896, using: &random)
            guard let date = CivilDate(daysSinceEpoch: days), date.daysSinceEpoch == days,
                CivilDate(year: date.year, month: date.month, day: date.day) == date
            else {
                Issue.record("day \(days) does not come back")
                return
            }
        }
    }

    @Test(arguments: [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
        ("2024-11-30", 3, "2025-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", -48, "2020-02-29"),
        ("0001-01-01", -1, nil), ("9999-12-01", 1, nil), ("2024-01-01", Int.max, nil), ("2024-01-01", Int.min, nil),
    ])
    func `months end where they end`(from: String, months: Int, to: String?) {
        #expect(Timestamp(iso8601: from)?.date.adding(months: months)?.description == to)
    }
}
