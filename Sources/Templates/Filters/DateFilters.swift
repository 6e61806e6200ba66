internal import DateTime
internal import JSON

/// Filters of instants. All of them reckon in UTC.
enum DateFilters {
    static let all = [
        Filter("date", .required("pattern"), summary: "the date written by a pattern such as `'%Y-%m-%d'`", date),
        Filter(
            "parse_date", .required("pattern"),
            summary: "the date, or date and time, in ISO 8601 of a text written by a pattern", parseDate),
        Filter("plus", .required("duration"), summary: "the date a duration such as `'P1D'` or `'PT1H'` later", plus),
        Filter("minus", .required("duration"), summary: "the date a duration earlier", minus),
        Filter(
            "start_of", .required("unit"),
            summary: "the beginning of its `year`, `month`, `week`, `day`, `hour`, `minute` or `second`",
            startOf),
        Filter("unix", summary: "the whole seconds since 1970", unix),
        Filter("unix_ms", summary: "the whole milliseconds since 1970", unixMilliseconds),
        Filter("iso8601", summary: "the date and time as `2024-01-31T10:20:30Z`", iso8601),
    ]

    private static func date(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let pattern = try pattern(arguments)
        return { (value) throws(FilterFault) in
            let date = try TemplateDate(value)
            return .value(.string(pattern.format(date.timestamp)))
        }
    }

    private static func parseDate(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let pattern = try pattern(arguments)
        guard pattern.determinesDate else {
            throw FilterFault("needs a pattern with at least a year, `%Y`", argument: 0)
        }
        return { (value) throws(FilterFault) in
            guard let text = value.text else { throw .wants("text", value) }
            guard let timestamp = pattern.parse(text) else { throw FilterFault("cannot read its text by that pattern") }
            return TemplateDate(timestamp, form: pattern.isDateOnly ? .day : .instant).value
        }
    }

    private static func pattern(_ arguments: FilterArguments) throws(FilterFault) -> DatePattern {
        let text = try arguments.text(0)
        guard text.unicodeScalars.contains("%") else {
            throw FilterFault("needs a pattern with directives such as `%Y-%m-%d`", argument: 0)
        }
        do throws(DatePatternError) {
            return try DatePattern(text)
        } catch {
            throw FilterFault("has an \(error)", argument: 0)
        }
    }

    private static func plus(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        moved(by: try duration(arguments))
    }

    private static func minus(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        guard let duration = try duration(arguments).negated else { throw notADuration(try arguments.text(0)) }
        return moved(by: duration)
    }

    private static func duration(_ arguments: FilterArguments) throws(FilterFault) -> CalendarDuration {
        let text = try arguments.text(0)
        guard let duration = CalendarDuration(iso8601: text) else { throw notADuration(text) }
        return duration
    }

    private static func notADuration(_ text: String) -> FilterFault {
        FilterFault("needs a duration such as 'P1D', 'P1M' or 'PT1H30M'", argument: 0)
    }

    private static func moved(by duration: CalendarDuration) -> FilterFunction {
        { (value) throws(FilterFault) in
            let date = try TemplateDate(value)
            guard let moved = date.timestamp.adding(duration) else {
                throw FilterFault("leaves the years 1 to 9999")
            }
            let form = date.form == .day && !duration.isWholeDays ? .instant : date.form
            return TemplateDate(moved, form: form).value
        }
    }

    private static func startOf(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let unit = try arguments.choice(0, of: CalendarUnit.allCases.map { ($0.rawValue, $0) })
        return { (value) throws(FilterFault) in
            let date = try TemplateDate(value)
            return TemplateDate(date.timestamp.start(of: unit), form: date.form).value
        }
    }

    private static func unix(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.integer(try TemplateDate(value).timestamp.unixSeconds)) }
    }

    private static func unixMilliseconds(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.integer(try TemplateDate(value).timestamp.unixMilliseconds)) }
    }

    private static func iso8601(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.string(try TemplateDate(value).timestamp.iso8601())) }
    }
}
