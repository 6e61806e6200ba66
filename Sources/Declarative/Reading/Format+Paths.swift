internal import DateTime
internal import JSON
internal import Spelling
internal import YAML

extension Format where Value == JSONPath {
    /// A JSONPath (RFC 9535) or its loose spelling.
    static let path = Format(schema: ["type": "string", "minLength": 1]) { (node, reading) in
        guard let text = node.scalar?.value.string else {
            reading.complain("expected a path such as `data.items`, found \(node.kindName)", at: node.position)
            return nil
        }
        do throws(JSONPathError) {
            return try JSONPath(text)
        } catch {
            reading.complain(
                "`\(text.shortened)` is not a path, at character \(error.position): \(error.message)", at: node.position
            )
            return nil
        }
    }.named("path")

    /// A path that leads to one value at most.
    static let singularPath = path.checked {
        $0.isSingular ? nil : "`\("\($0)".shortened)` may lead to several values; expected a path to one"
    }.named("path_to_one")
}

extension Format where Value == TimestampFormat {
    /// The name of a format, or a pattern of strftime.
    static let timestampFormat = Format(schema: ["type": "string"]) { (node, reading) in
        guard let text = node.scalar?.value.string else {
            reading.complain(
                "expected \(TimestampFormat.names.alternatives) or a pattern such as `%Y-%m-%d`, found \(node.kindName)",
                at: node.position)
            return nil
        }
        do throws(DatePatternError) {
            if let format = try TimestampFormat(text) { return format }
            reading.complain(unknown: "format", text, among: TimestampFormat.names + ["%Y-%m-%d"], at: node.position)
        } catch {
            reading.complain("`\(text.shortened)` is not a pattern for dates: \(error)", at: node.position)
        }
        return nil
    }.named("time_format")
}

extension Format where Value == CursorFormat {
    /// `string` for as it stands in the records, or a format of time.
    static let cursorFormat = Format(schema: ["type": "string"]) { (node, reading) in
        if node.scalar?.value.string == "string" { return .asRecorded }
        return Format<TimestampFormat>.timestampFormat.read(node, &reading).map { .timestamp($0) }
    }.named("cursor_format")
}

extension Format where Value == CalendarDuration {
    /// An ISO 8601 duration that is not zero or negative.
    static let step = Format(schema: ["type": "string", "pattern": "^P"]) { (node, reading) in
        guard let text = node.scalar?.value.string, let duration = CalendarDuration(iso8601: text), duration.isForward
        else {
            reading.complain(
                "expected an ISO 8601 duration such as `P1D`, `P1M` or `PT6H`, found \(node.kindName)",
                at: node.position)
            return nil
        }
        return duration
    }.named("duration")
}

extension CalendarDuration {
    fileprivate var isForward: Bool {
        let epoch = Timestamp.unixEpoch
        return epoch.adding(self).map { $0 > epoch } ?? false
    }
}
