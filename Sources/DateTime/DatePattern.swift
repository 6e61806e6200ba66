/// A pattern of date and time in the manner of `strftime`, compiled once; it writes instants in UTC and reads them back.
///
///     %Y %y    year, in four digits or two         %H %I %p  hour, to 24, or to 12 with AM or PM
///     %m %d    month and day in two digits         %M %S     minute and second
///     %e       day with a space in front           %f        microseconds, six digits
///     %j       day of the year in three digits     %3N %6N %9N   fraction of a second in so many digits (also %_ms)
///     %b %B    month, short and long               %z %:z    offset: +0000 and +00:00
///     %a %A    weekday, short and long             %Z        UTC
///     %F %T    %Y-%m-%d and %H:%M:%S               %R %D     %H:%M and %m/%d/%y
///     %s       seconds since 1970                  %%        a percent sign
///     %ms      milliseconds since 1970 (as %epoch_microseconds, and %s_as_float with a fraction)
///
/// Everything else stands for itself.
package struct DatePattern: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal([UInt8])
        case field(DateField)
    }

    let parts: [Part]

    /// Throws for a directive that is none.
    package init(_ text: String) throws(DatePatternError) {
        var compiler = DatePatternCompiler(text)
        parts = try compiler.compile()
    }

    /// Whether what it writes says which instant is meant: at least a year, or a count since 1970. Only then it can read.
    package var determinesDate: Bool { has(.year, .shortYear) || isCount }

    /// Whether it shows nothing below the day.
    package var isDateOnly: Bool {
        !isCount
            && !has(
                .hour, .hourOfTwelve, .halfDay, .minute, .second, .fraction(digits: 3), .fraction(digits: 6),
                .fraction(digits: 9))
    }

    private var isCount: Bool {
        has(.unixSeconds, .unixSecondsWithFraction, .unixMilliseconds, .unixMicroseconds)
    }

    private func has(_ fields: DateField...) -> Bool {
        parts.contains { part in
            if case .field(let field) = part { fields.contains(field) } else { false }
        }
    }
}

/// What a directive stands for.
enum DateField: Hashable, Sendable {
    case year
    case shortYear
    case month
    case shortMonthName
    case monthName
    case day
    case spacedDay
    case dayOfYear
    case shortWeekdayName
    case weekdayName
    case hour
    case hourOfTwelve
    case halfDay
    case minute
    case second
    case fraction(digits: Int)
    case offset(withColon: Bool)
    case zoneName
    case unixSeconds
    case unixSecondsWithFraction
    case unixMilliseconds
    case unixMicroseconds
}

/// A directive that is none.
package struct DatePatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directive as it is written.
    package let directive: String
    /// Where it stands: characters (Unicode scalars) from the beginning of the pattern.
    package let offset: Int

    /// One sentence for a person.
    package var description: String {
        directive == "%"
            ? "a lone `%` at the end of the date pattern: write `%%` for a percent sign"
            : "unknown directive `\(directive)` in the date pattern: known are %Y %m %d %H %M %S and others of strftime"
    }
}

/// Names in English, as the protocols and APIs of this world write them.
enum DateNames {
    static let months: [StaticString] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let shortMonths: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    static let weekdays: [StaticString] = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    static let shortWeekdays: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
