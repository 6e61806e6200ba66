internal import Connector
internal import DateTime
internal import JSON

/// Writes cursors as a source wants them.
struct CursorWriter: Sendable {
    private let format: TimestampFormat?

    /// A writer in a format; nil for as they stand in the records.
    init(_ format: CursorFormat?) {
        if case .timestamp(let format) = format { self.format = format } else { self.format = nil }
    }

    /// A value as it is sent, so much earlier. What is no instant and no number is sent as it is.
    func written(_ value: JSONValue, minus lookback: Duration = .zero) -> JSONValue {
        guard let format else { return lookback == .zero ? value : recorded(value, minus: lookback) }
        guard let instant = instant(value, format) else { return value }
        return written(instant.earlier(by: lookback), format)
    }

    /// An instant as it is sent; without a format of its own, in the way of `other`.
    func written(_ instant: Timestamp, like other: JSONValue?) -> JSONValue {
        if let format { return written(instant, format) }
        switch other?.number {
        case .integer(let number):
            return .integer(Self.isMilliseconds(number) ? instant.unixMilliseconds : instant.unixSeconds)
        case nil: break
        default: return .integer(instant.unixSeconds)
        }
        if let text = other?.string, ISO8601.read(text)?.isDateOnly == true {
            return .string(instant.date.description)
        }
        return .string(instant.iso8601(.seconds))
    }

    private func written(_ instant: Timestamp, _ format: TimestampFormat) -> JSONValue {
        switch format {
        case .unix: .integer(instant.unixSeconds)
        case .unixMilliseconds: .integer(instant.unixMilliseconds)
        case .iso8601, .date, .pattern: .string(format.format(instant))
        }
    }

    /// The instant of a value: as the format writes it, else as ISO 8601 or a count since 1970.
    private func instant(_ value: JSONValue, _ format: TimestampFormat) -> Timestamp? {
        if case .pattern = format, let instant = format.parse(value.plainText) { return instant }
        let order = CursorOrder(format: format)
        return order.key(of: value).flatMap { order.instant(of: $0) }
    }

    /// What has no format keeps its own: a number stays a number, a day a day.
    private func recorded(_ value: JSONValue, minus lookback: Duration) -> JSONValue {
        switch value {
        case .integer(let number):
            let unit = Self.isMilliseconds(number) ? lookback.milliseconds : lookback.wholeSeconds
            return .integer(number.subtractingReportingOverflow(unit).overflow ? number : number - unit)
        case .unsigned(let number):
            return .unsigned(number.subtractingReportingOverflow(UInt64(max(lookback.milliseconds, 0))).partialValue)
        case .double(let number):
            let isMilliseconds = number.magnitude >= Double(Self.firstMillisecond)
            return .double(number - Double(isMilliseconds ? lookback.milliseconds : lookback.wholeSeconds))
        case .string(let text):
            if let reading = ISO8601.read(text) {
                let instant = reading.timestamp.earlier(by: lookback)
                return .string(reading.isDateOnly ? instant.date.description : instant.iso8601())
            }
            guard let number = Int64(text) else { return value }
            return .string(recorded(.integer(number), minus: lookback).plainText)
        case .null, .bool, .digits, .array, .object: return value
        }
    }

    /// What a cursor is compared by, so much earlier.
    func earlier(_ key: CursorOrder.Key, by lookback: Duration) -> CursorOrder.Key {
        if lookback == .zero { return key }
        switch key {
        case .instant(let instant): return .instant(instant.earlier(by: lookback))
        case .number(let number):
            return recorded(number.json, minus: lookback).number.map { .number($0) } ?? key
        case .text: return key
        }
    }

    /// As seconds, this would be the year 5138.
    private static let firstMillisecond: Int64 = 100_000_000_000

    private static func isMilliseconds(_ number: Int64) -> Bool { number.magnitude >= firstMillisecond.magnitude }
}

extension Timestamp {
    /// The instant so much earlier, but not before the first there is.
    fileprivate func earlier(by lookback: Duration) -> Timestamp {
        if lookback == .zero { return self }
        return subtracting(CalendarDuration(seconds: lookback.wholeSeconds)) ?? .earliest
    }
}

extension Duration {
    /// Whole seconds, rounded up: rather read again than lose.
    fileprivate var wholeSeconds: Int64 {
        components.seconds + (components.attoseconds > 0 && components.seconds < .max ? 1 : 0)
    }

    fileprivate var milliseconds: Int64 {
        let (product, overflow) = wholeSeconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : product
    }
}

extension JSONNumber {
    fileprivate var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .unsigned(let value): .unsigned(value)
        case .double(let value): .double(value)
        case .digits(let text): .digits(text)
        }
    }
}
