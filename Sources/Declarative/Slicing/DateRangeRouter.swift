internal import Connector
internal import DateTime
internal import JSON
internal import Spelling
internal import Templates

/// One part for each step of time, from a first moment to one that is not reached. The last may be shorter.
struct DateRangeRouter: Router {
    private let range: PartitionRouter.DateRange
    private let stream: String
    private let start: Template
    private let end: Template?
    private let now: TemplateValue

    let usesCursor: Bool

    init(_ range: PartitionRouter.DateRange, of stream: String, common: TemplateContext) {
        self.range = range
        self.stream = stream
        start = range.start.bindingCommon(common)
        end = range.end?.bindingCommon(common)
        now = common[.now]
        usesCursor = [start, end].contains { $0?.references.contains { $0.path.root == .state } == true }
    }

    func groups(
        _ reading: RouterReading, from position: JSONObject?,
        _ deliver: (PartGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd {
        let end = try moment("end", end, in: reading.context)
        var steps: DateSteps
        if let position {
            guard let known = DatePosition(position), known.start < end,
                let resumed = DateSteps(from: known.first ?? known.start, by: range.step, at: known.start)
            else { return .unknownPosition(of: "`\(range.field)`") }
            steps = resumed
        } else {
            steps = DateSteps(from: writable(try moment("start", start, in: reading.context)), by: range.step)
        }
        guard steps.isForward else { throw fault("step", "a step that does not lead forward has no end") }
        while steps.next < end {
            let position = DatePosition(start: steps.next, first: range.step.months == 0 ? nil : steps.first).json
            var parts: [SlicePart] = []
            while parts.count < PartGroup.size, steps.next < end {
                let start = steps.next
                // Where the calendar ends, the last step is as long as what is left.
                let stop = steps.advance() ? min(steps.next, end) : end
                parts.append(part(from: start, to: stop))
                if stop == end {
                    let group = PartGroup(parts: parts, position: position)
                    return try await deliver(group) == .stop ? .stopped : .complete
                }
            }
            if try await deliver(PartGroup(parts: parts, position: position)) == .stop { return .stopped }
        }
        return .complete
    }

    private func part(from start: Timestamp, to end: Timestamp) -> SlicePart {
        let identity: JSONObject = ["start": written(start), "end": written(end)]
        var values: JSONObject = [range.field: written(start)]
        for member in identity { values[member.key] = member.value }
        return SlicePart(identity: identity, values: values, reaches: written(start))
    }

    private func written(_ moment: Timestamp) -> JSONValue {
        switch range.format {
        case .unix: .integer(moment.unixSeconds)
        case .unixMilliseconds: .integer(moment.unixMilliseconds)
        default: .string(range.format.format(moment))
        }
    }

    /// The moment that the format writes for a moment: days begin at midnight where it writes days.
    private func writable(_ moment: Timestamp) -> Timestamp {
        let text = range.format.format(moment)
        guard let shown = range.format.parse(text), shown <= moment,
            moment.unixSeconds - shown.unixSeconds < Self.secondsPerYear,
            range.format.format(shown).utf8.elementsEqual(text.utf8)
        else { return moment }
        return shown
    }

    private static let secondsPerYear: Int64 = 366 * 86_400

    private func moment(_ name: String, _ template: Template?, in context: TemplateContext) throws(Failure) -> Timestamp
    {
        let value: JSONValue?
        do throws(TemplateError) {
            value = try (template?.value(in: context) ?? now).json
        } catch {
            throw fault(name, error.description, template)
        }
        guard let value, !value.isNull else { throw fault(name, "there is no value", template) }
        guard let moment = moment(value) else {
            throw fault(
                name,
                "expected a moment such as `2024-12-31` or `2024-12-31T00:00:00Z`, found `\(value.plainText.shortened)`",
                template)
        }
        return moment
    }

    private func moment(_ value: JSONValue) -> Timestamp? {
        if let text = value.string, let moment = Timestamp(iso8601: text) ?? range.format.parse(text) { return moment }
        if range.format == .unixMilliseconds, let count = value.int64 { return Timestamp(unixMilliseconds: count) }
        let order = CursorOrder(format: range.format)
        return order.key(of: value).flatMap { order.instant(of: $0) }
    }

    private func fault(_ name: String, _ message: String, _ template: Template? = nil) -> Failure {
        RenderingFault("`\(name)` of the partition `\(range.field)`", of: template, message)
            .failure(in: "stream `\(stream)`")
    }
}

/// Where a group of steps begins, and where all of them do.
private struct DatePosition {
    var start: Timestamp
    /// Nil where it does not matter.
    var first: Timestamp?

    init(start: Timestamp, first: Timestamp?) {
        self.start = start
        self.first = first
    }

    init?(_ json: JSONObject) {
        guard let start = json["start"]?.string.flatMap({ Timestamp(iso8601: $0) }) else { return nil }
        self.init(start: start, first: json["first"]?.string.flatMap { Timestamp(iso8601: $0) })
    }

    var json: JSONObject {
        var json: JSONObject = ["start": .string(start.iso8601())]
        if let first { json["first"] = .string(first.iso8601()) }
        return json
    }
}
