extension DatePattern {
    /// Reads an instant; nil when the text does not follow the pattern, shows no possible date, or the pattern does not
    /// determine one.
    ///
    /// A number may have fewer digits than are written, except a year; names may be in either case; a space in the pattern
    /// matches any number of them. A missing month, day or time is the first or zero, a missing offset is UTC. Weekdays are
    /// read and not compared with the date. Two-digit years lie between 1969 and 2068.
    package func parse(_ text: String) -> Timestamp? {
        var text = text
        return text.withUTF8 { parse($0) }
    }

    /// Reads UTF-8 bytes, by the same rules.
    package func parse(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var reader = ByteReader(text)
        var fields = DateFields()
        for part in parts {
            switch part {
            case .literal(let bytes):
                for byte in bytes {
                    if byte == UInt8(ascii: " ") {
                        reader.skipSpaces()
                    } else if !reader.skip(byte) {
                        return nil
                    }
                }
            case .field(let field):
                guard fields.read(field, &reader) else { return nil }
            }
        }
        return reader.isAtEnd ? fields.timestamp : nil
    }
}

/// What has been read of a date.
private struct DateFields {
    private var year: Int?
    private var month = 1
    private var day = 1
    private var dayOfYear: Int?
    private var hour = 0
    private var isAfterNoon: Bool?
    private var minute = 0
    private var second = 0
    private var nanosecond = 0
    private var offset = 0
    private var counted: Timestamp?

    /// The instant that the fields make; nil when they make none.
    var timestamp: Timestamp? {
        if let counted { return counted }
        guard let year, let date = date(inYear: year), let hour = hourOfDay,
            let civil = CivilDateTime(
                date: date, hour: hour, minute: minute, second: min(second, 59),
                nanosecond: second == 60 ? 999_999_999 : nanosecond)
        else { return nil }
        let local = Timestamp(civil)
        return Timestamp(unixSeconds: local.unixSeconds - Int64(offset), nanosecond: Int(local.nanosecond))
    }

    private func date(inYear year: Int) -> CivilDate? {
        guard let dayOfYear else { return CivilDate(year: year, month: month, day: day) }
        guard let first = CivilDate(year: year, month: 1, day: 1),
            (1...(CivilDate.isLeapYear(year) ? 366 : 365)).contains(dayOfYear)
        else { return nil }
        return CivilDate(daysSinceEpoch: first.daysSinceEpoch + dayOfYear - 1)
    }

    private var hourOfDay: Int? {
        guard let isAfterNoon else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isAfterNoon ? 12 : 0)
    }

    mutating func read(_ field: DateField, _ reader: inout ByteReader) -> Bool {
        switch field {
        case .year: return Self.store(reader.number(digits: 4), &year)
        case .shortYear: return Self.store(reader.number(digits: 2).map { $0 < 69 ? 2000 + $0 : 1900 + $0 }, &year)
        case .month: return Self.store(reader.number(upTo: 2), &month)
        case .shortMonthName, .monthName:
            let name = reader.name(of: DateNames.months) ?? reader.name(of: DateNames.shortMonths)
            return Self.store(name.map { $0 + 1 }, &month)
        case .day, .spacedDay:
            reader.skipSpaces()
            return Self.store(reader.number(upTo: 2), &day)
        case .dayOfYear: return Self.store(reader.number(upTo: 3), &dayOfYear)
        case .shortWeekdayName, .weekdayName:
            return (reader.name(of: DateNames.weekdays) ?? reader.name(of: DateNames.shortWeekdays)) != nil
        case .hour, .hourOfTwelve: return Self.store(reader.number(upTo: 2), &hour)
        case .halfDay: return Self.store(reader.name(of: ["AM", "PM"]).map { $0 == 1 }, &isAfterNoon)
        case .minute: return Self.store(reader.number(upTo: 2), &minute)
        case .second: return Self.store(reader.number(upTo: 2), &second) && second <= 60
        case .fraction(let digits): return Self.store(reader.nanoseconds(upTo: digits), &nanosecond)
        case .offset: return !reader.isAtEnd && Self.store(ISO8601.offset(&reader), &offset)
        case .zoneName: return reader.name(of: ["UTC", "GMT", "Z"]) != nil
        case .unixSeconds: return Self.store(count(&reader) { Timestamp(unixSeconds: $0) }, &counted)
        case .unixMilliseconds: return Self.store(count(&reader) { Timestamp(unixMilliseconds: $0) }, &counted)
        case .unixMicroseconds: return Self.store(count(&reader) { Timestamp(unixMicroseconds: $0) }, &counted)
        case .unixSecondsWithFraction: return Self.store(countWithFraction(&reader), &counted)
        }
    }

    private static func store<Value>(_ value: Value?, _ place: inout Value) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func store<Value>(_ value: Value?, _ place: inout Value?) -> Bool {
        place = value
        return value != nil
    }

    private func count(_ reader: inout ByteReader, _ timestamp: (Int64) -> Timestamp?) -> Timestamp? {
        let isNegative = reader.skip(UInt8(ascii: "-"))
        return reader.number(upTo: 18).flatMap { timestamp(Int64(isNegative ? -$0 : $0)) }
    }

    private func countWithFraction(_ reader: inout ByteReader) -> Timestamp? {
        let isNegative = reader.skip(UInt8(ascii: "-"))
        guard let whole = reader.number(upTo: 12) else { return nil }
        var nanoseconds = 0
        if reader.skip(UInt8(ascii: ".")) {
            guard let fraction = reader.nanoseconds() else { return nil }
            nanoseconds = fraction
        }
        guard isNegative else { return Timestamp(unixSeconds: Int64(whole), nanosecond: nanoseconds) }
        return nanoseconds == 0
            ? Timestamp(unixSeconds: Int64(-whole))
            : Timestamp(unixSeconds: Int64(-whole - 1), nanosecond: 1_000_000_000 - nanoseconds)
    }
}
