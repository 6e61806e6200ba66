/// How an instant is written where a definition may say so: by one of four names, or by a pattern.
package enum TimestampFormat: Hashable, Sendable {
    /// Whole seconds since 1970.
    case unix
    /// Whole milliseconds since 1970.
    case unixMilliseconds
    /// ISO 8601 in UTC, as short as it goes without losing anything.
    case iso8601
    /// `2024-01-31`.
    case date
    case pattern(DatePattern)

    /// The names that a definition uses.
    package static let names = ["unix", "unix_ms", "iso8601", "date"]

    /// `unix`, `unix_ms`, `iso8601`, `date` or a pattern. Throws for an unknown directive; nil for a text that is neither
    /// a name nor holds a directive.
    package init?(_ text: String) throws(DatePatternError) {
        switch text {
        case "unix": self = .unix
        case "unix_ms": self = .unixMilliseconds
        case "iso8601": self = .iso8601
        case "date": self = .date
        default:
            guard text.unicodeScalars.contains("%") else { return nil }
            self = .pattern(try DatePattern(text))
        }
    }

    /// Whether it writes a whole number, which a JSON body may want without quotes.
    package var isNumber: Bool { self == .unix || self == .unixMilliseconds }

    /// Writes an instant. What is finer than the format shows is cut off.
    package func format(_ timestamp: Timestamp) -> String {
        switch self {
        case .unix: String(timestamp.unixSeconds)
        case .unixMilliseconds: String(timestamp.unixMilliseconds)
        case .iso8601: timestamp.iso8601()
        case .date: timestamp.date.description
        case .pattern(let pattern): pattern.format(timestamp)
        }
    }

    /// Reads an instant; nil when the text is none in this format. Either ISO form is accepted for the other.
    package func parse(_ text: String) -> Timestamp? {
        switch self {
        case .unix: Self.seconds.parse(text)
        case .unixMilliseconds: Self.milliseconds.parse(text)
        case .iso8601, .date: Timestamp(iso8601: text)
        case .pattern(let pattern): pattern.parse(text)
        }
    }

    private static let seconds = DatePattern(.unixSecondsWithFraction)
    private static let milliseconds = DatePattern(.unixMilliseconds)
}

extension DatePattern {
    fileprivate init(_ field: DateField) {
        parts = [.field(field)]
    }
}
