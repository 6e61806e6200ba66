internal import DateTime
internal import JSON

/// A date as templates have it: a text in ISO 8601, or a number of seconds since 1970. What is computed from it takes the
/// same form.
struct TemplateDate {
    enum Form {
        /// `2024-01-31`
        case day
        /// `2024-01-31T10:20:30Z`
        case instant
        /// `1706696430`
        case seconds
    }

    let timestamp: Timestamp
    let form: Form

    init(_ timestamp: Timestamp, form: Form) {
        self.timestamp = timestamp
        self.form = form
    }

    init(_ value: TemplateValue) throws(FilterFault) {
        if let text = value.string {
            guard let reading = ISO8601.read(text) else { throw Self.unreadable(text) }
            self.init(reading.timestamp, form: reading.isDateOnly ? .day : .instant)
            return
        }
        let timestamp: Timestamp?
        switch value.number {
        case .integer(let seconds): timestamp = Timestamp(unixSeconds: seconds)
        case .double(let seconds): timestamp = Timestamp(fractionalUnixSeconds: seconds)
        case .unsigned, .digits: timestamp = nil
        case nil: throw .wants("a date in ISO 8601 or seconds since 1970", value)
        }
        guard let timestamp else {
            throw FilterFault(
                "takes numbers as seconds since 1970, and this one lies behind the year 9999: "
                    + "milliseconds are divided first, `value // 1000`")
        }
        self.init(timestamp, form: .seconds)
    }

    private static func unreadable(_ text: String) -> FilterFault {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
        let hint = isNumber ? ": `int` makes a number of it" : ": `parse_date` reads other forms"
        return FilterFault("cannot read its text as a date in ISO 8601\(hint)")
    }

    /// The date in its form.
    var value: TemplateValue {
        switch form {
        case .day: .value(.string(timestamp.date.description))
        case .instant: .value(.string(timestamp.iso8601()))
        case .seconds:
            timestamp.nanosecond == 0
                ? .value(.integer(timestamp.unixSeconds))
                : .value(.double(Double(timestamp.unixMicroseconds) / 1_000_000))
        }
    }
}
