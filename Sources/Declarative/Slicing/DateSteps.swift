internal import DateTime

/// The steps of a calendar from a first moment on.
///
/// Steps of months are counted from the first moment, so that those from the 31st of a month keep to the ends of months.
struct DateSteps {
    let first: Timestamp
    let step: CalendarDuration
    /// Where the next step begins.
    private(set) var next: Timestamp
    private var count: Int64 = 0

    /// Steps from the first moment on.
    init(from first: Timestamp, by step: CalendarDuration) {
        self.first = first
        self.step = step
        next = first
    }

    /// The same steps from one of them on; nil when none begins there.
    init?(from first: Timestamp, by step: CalendarDuration, at start: Timestamp) {
        guard step.months != 0 else {
            self.init(from: start, by: step)
            return
        }
        self.init(from: first, by: step)
        while next < start { guard advance() else { return nil } }
        guard next == start else { return nil }
    }

    /// Goes to the next step; false when there is none: a step that leads nowhere, or out of the calendar.
    mutating func advance() -> Bool {
        guard let moment = step.months == 0 ? next.adding(step) : moment(count + 1), moment > next else { return false }
        next = moment
        count += 1
        return true
    }

    /// Whether the step leads anywhere from where it stands, as far as the calendar goes.
    var isForward: Bool {
        next.adding(step).map { $0 > next } ?? true
    }

    private func moment(_ count: Int64) -> Timestamp? {
        let (months, tooManyMonths) = step.months.multipliedReportingOverflow(by: Int(count))
        let (days, tooManyDays) = step.days.multipliedReportingOverflow(by: Int(count))
        let nanoseconds = (Int128(step.seconds) * 1_000_000_000 + Int128(step.nanoseconds)) * Int128(count)
        let rest = Int((nanoseconds % 1_000_000_000 + 1_000_000_000) % 1_000_000_000)
        guard !tooManyMonths, !tooManyDays,
            let seconds = Int64(exactly: (nanoseconds - Int128(rest)) / 1_000_000_000),
            let moment = first.adding(CalendarDuration(months: months, days: days, seconds: seconds))
        else { return nil }
        let fraction = Int(moment.nanosecond) + rest
        return Timestamp(
            unixSeconds: moment.unixSeconds + Int64(fraction / 1_000_000_000), nanosecond: fraction % 1_000_000_000)
    }
}
