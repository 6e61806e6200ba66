extension CalendarDuration {
    /// Reads an ISO 8601 duration; nil when the text is none.
    ///
    ///     [+-] P [n Y] [n M] [n W] [n D] [T [n H] [n M] [n S]]
    ///
    /// At least one part has to be there, and one behind a T. Only seconds may have a fraction, behind a point or a comma;
    /// what is finer than nanoseconds is cut off. A number has at most 9 digits.
    package init?(iso8601 text: String) {
        var text = text
        guard let duration = text.withUTF8({ Self.read($0) }) else { return nil }
        self = duration
    }

    /// Reads UTF-8 bytes, by the same rules.
    package static func read(_ text: UnsafeBufferPointer<UInt8>) -> CalendarDuration? {
        var reader = ByteReader(text)
        let isNegative = reader.skip(UInt8(ascii: "-"))
        if !isNegative { _ = reader.skip(UInt8(ascii: "+")) }
        guard reader.skip(UInt8(ascii: "P")) else { return nil }
        var parts = DurationParts()
        while !reader.isAtEnd {
            guard parts.readNext(&reader) else { return nil }
        }
        return parts.isComplete ? (isNegative ? parts.duration.negated : parts.duration) : nil
    }
}

/// The parts of a duration read so far. Numbers of nine digits keep every sum and product far from 64 bits.
private struct DurationParts {
    private enum Unit: Int {
        case years, months, weeks, days, hours, minutes, seconds

        init?(_ letter: UInt8, isTime: Bool) {
            switch (letter, isTime) {
            case (UInt8(ascii: "Y"), false): self = .years
            case (UInt8(ascii: "M"), false): self = .months
            case (UInt8(ascii: "W"), false): self = .weeks
            case (UInt8(ascii: "D"), false): self = .days
            case (UInt8(ascii: "H"), true): self = .hours
            case (UInt8(ascii: "M"), true): self = .minutes
            case (UInt8(ascii: "S"), true): self = .seconds
            default: return nil
            }
        }
    }

    private var months = 0
    private var days = 0
    private var seconds = 0
    private var nanoseconds = 0
    private var last: Unit?
    private var isTime = false
    private(set) var isComplete = false

    var duration: CalendarDuration {
        CalendarDuration(
            months: months, days: days, seconds: Int64(seconds), nanoseconds: Int32(truncatingIfNeeded: nanoseconds))
    }

    /// Reads one part, or the T; false when there is neither, or it stands in the wrong place.
    mutating func readNext(_ reader: inout ByteReader) -> Bool {
        if !isTime, reader.skip(UInt8(ascii: "T")) {
            isTime = true
            isComplete = false
            return true
        }
        guard let number = reader.number(upTo: 9) else { return false }
        if isTime, reader.skip(UInt8(ascii: "."), or: UInt8(ascii: ",")) {
            guard let fraction = reader.nanoseconds(), reader.byte == UInt8(ascii: "S") else { return false }
            nanoseconds = fraction
        }
        guard let unit = Unit(reader.byte, isTime: isTime), reader.skip(reader.byte),
            unit.rawValue > last?.rawValue ?? -1
        else { return false }
        add(number, unit)
        last = unit
        isComplete = true
        return true
    }

    private mutating func add(_ number: Int, _ unit: Unit) {
        switch unit {
        case .years: months += number * 12
        case .months: months += number
        case .weeks: days += number * 7
        case .days: days += number
        case .hours: seconds += number * 3600
        case .minutes: seconds += number * 60
        case .seconds: seconds += number
        }
    }
}
