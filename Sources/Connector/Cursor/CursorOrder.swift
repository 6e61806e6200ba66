package import DateTime
package import JSON

/// How cursors are compared: as what they are, not as they are written.
///
/// Numbers are compared as numbers, also when they stand in texts; timestamps as instants, whatever their offset and
/// precision; anything else byte by byte.
package struct CursorOrder: Hashable, Sendable {
    /// How timestamps are written that are not ISO 8601.
    package var format: TimestampFormat?

    /// An order for cursors that may be written in a format of their own.
    package init(format: TimestampFormat? = nil) {
        self.format = format
    }

    /// What a cursor is compared by.
    package enum Key: Hashable, Sendable {
        case number(JSONNumber)
        case instant(Timestamp)
        case text(String)
    }

    /// What one cursor is to another.
    package enum Relation: Hashable, Sendable {
        case before, same, after
    }
}

extension CursorOrder {
    /// What a value is compared by; nil for what is no cursor: null, true and false, arrays and objects, an empty text, and
    /// where there is a format, what is no moment.
    package func key(of value: JSONValue) -> Key? {
        if case .string(var text) = value { return text.withUTF8 { key(ofText: $0) } }
        return value.number.map { .number($0) }
    }

    /// What a value is compared by; nil for what is no cursor.
    package func key(of node: UnsafeJSONNode) -> Key? {
        switch node.tag {
        case .string: key(ofText: node.utf8)
        case .integer: .number(.integer(node.int64))
        case .unsigned: .number(.unsigned(node.uint64))
        case .double: .number(.double(node.double))
        case .digits: .number(.digits(String(decoding: node.utf8, as: UTF8.self)))
        default: nil
        }
    }

    private func key(ofText text: UnsafeBufferPointer<UInt8>) -> Key? {
        if text.isEmpty { return nil }
        if let reading = ISO8601.read(text) { return .instant(reading.timestamp) }
        // `%d%m%Y` writes what looks like a number and is not in the order of one.
        if case .pattern(let pattern) = format, let instant = pattern.parse(String(decoding: text, as: UTF8.self)) {
            return .instant(instant)
        }
        if let number = Self.wholeNumber(text) { return .number(.integer(number)) }
        let text = String(decoding: text, as: UTF8.self)
        guard let format else { return .text(text) }
        return format.parse(text).map { .instant($0) }
    }

    /// The value of digits that may have a minus before them; nil for anything else.
    private static func wholeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard (1...19).contains(digits.count) else { return nil }
        var magnitude: UInt64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            // Nineteen digits fit.
            magnitude = magnitude &* 10 &+ UInt64(digit)
        }
        if isNegative { return magnitude == Int64.min.magnitude ? .min : Int64(exactly: magnitude).map { -$0 } }
        return Int64(exactly: magnitude)
    }
}

extension CursorOrder {
    /// What `left` is to `right`. A number meets an instant as seconds or milliseconds since 1970. A text comes before both:
    /// where cursors are numbers or moments, a word among them must not be the last.
    package func compare(_ left: Key, _ right: Key) -> Relation {
        switch (left, right) {
        case (.number(.integer(let left)), .number(.integer(let right))): Self.relation(left, right)
        case (.number(let left), .number(let right)):
            left == right ? .same : left.isLess(than: right) ? .before : .after
        case (.instant(let left), .instant(let right)): Self.relation(left, right)
        case (.number(let number), .instant(let right)):
            Self.instant(number).map { Self.relation($0, right) } ?? .before
        case (.instant(let left), .number(let number)):
            Self.instant(number).map { Self.relation(left, $0) } ?? .after
        case (.text(let left), .text(let right)): Self.textRelation(left, right)
        case (.text, _): .before
        case (_, .text): .after
        }
    }

    /// The instant a key stands for; nil when it stands for none.
    package func instant(of key: Key) -> Timestamp? {
        switch key {
        case .number(let number): Self.instant(number)
        case .instant(let timestamp): timestamp
        case .text: nil
        }
    }

    /// A cursor at an instant, written as another one is.
    package func value(of instant: Timestamp, like value: JSONValue) -> JSONValue {
        if let number = value.number?.double {
            return .integer(number.magnitude >= Self.firstMilliseconds ? instant.unixMilliseconds : instant.unixSeconds)
        }
        guard let text = value.string, ISO8601.read(text) == nil else { return .string(instant.iso8601()) }
        if let number = Double(text) {
            let isMilliseconds = number.magnitude >= Self.firstMilliseconds
            return .string(String(isMilliseconds ? instant.unixMilliseconds : instant.unixSeconds))
        }
        return .string(format?.format(instant) ?? instant.iso8601())
    }

    /// Counts since 1970 are milliseconds from here on: as seconds, it is the year 5138.
    private static let firstMilliseconds = 100_000_000_000.0

    private static func relation<Value: Comparable>(_ left: Value, _ right: Value) -> Relation {
        left == right ? .same : left < right ? .before : .after
    }

    private static func textRelation(_ left: String, _ right: String) -> Relation {
        if left.utf8.elementsEqual(right.utf8) { return .same }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after
    }

    private static func instant(_ number: JSONNumber) -> Timestamp? {
        guard let value = number.double else { return nil }
        if case .integer(let whole) = number {
            return value.magnitude >= firstMilliseconds
                ? Timestamp(unixMilliseconds: whole) : Timestamp(unixSeconds: whole)
        }
        return value.magnitude >= firstMilliseconds
            ? Timestamp(fractionalUnixSeconds: value / 1_000) : Timestamp(fractionalUnixSeconds: value)
    }
}
