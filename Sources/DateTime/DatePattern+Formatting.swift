extension DatePattern {
    /// Writes an instant.
    package func format(_ timestamp: Timestamp) -> String {
        var text: [UInt8] = []
        append(timestamp, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends an instant as UTF-8.
    package func append(_ timestamp: Timestamp, to text: inout [UInt8]) {
        let civil = CivilDateTime(timestamp)
        for part in parts {
            switch part {
            case .literal(let bytes): text.append(contentsOf: bytes)
            case .field(let field): Self.append(field, of: civil, timestamp, to: &text)
            }
        }
    }

    private static func append(
        _ field: DateField, of civil: CivilDateTime, _ timestamp: Timestamp, to text: inout [UInt8]
    ) {
        switch field {
        case .year: text.append(civil.date.year, width: 4)
        case .shortYear: text.append(civil.date.year % 100, width: 2)
        case .month: text.append(civil.date.month, width: 2)
        case .shortMonthName: text.append(DateNames.shortMonths[civil.date.month - 1])
        case .monthName: text.append(DateNames.months[civil.date.month - 1])
        case .day: text.append(civil.date.day, width: 2)
        case .spacedDay:
            if civil.date.day < 10 { text.append(UInt8(ascii: " ")) }
            text.append(civil.date.day, width: 1)
        case .dayOfYear: text.append(civil.date.dayOfYear, width: 3)
        case .shortWeekdayName: text.append(DateNames.shortWeekdays[civil.date.weekday - 1])
        case .weekdayName: text.append(DateNames.weekdays[civil.date.weekday - 1])
        case .hour: text.append(civil.hour, width: 2)
        case .hourOfTwelve: text.append((civil.hour + 11) % 12 + 1, width: 2)
        case .halfDay: text.append(civil.hour < 12 ? "AM" : "PM")
        case .minute: text.append(civil.minute, width: 2)
        case .second: text.append(civil.second, width: 2)
        case .fraction(let digits): text.append(fractionOf: timestamp, digits: digits)
        case .offset(let withColon): text.append(withColon ? "+00:00" : "+0000")
        case .zoneName: text.append("UTC")
        case .unixSeconds: text.append(contentsOf: String(timestamp.unixSeconds).utf8)
        case .unixMilliseconds: text.append(contentsOf: String(timestamp.unixMilliseconds).utf8)
        case .unixMicroseconds: text.append(contentsOf: String(timestamp.unixMicroseconds).utf8)
        case .unixSecondsWithFraction:
            let (seconds, rest) = timestamp.unixMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
            if rest < 0, seconds == 0 { text.append(UInt8(ascii: "-")) }
            text.append(contentsOf: String(seconds).utf8)
            text.append(UInt8(ascii: "."))
            text.append(Int(rest.magnitude), width: 6)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number that is not negative, with zeros in front up to `width`.
    fileprivate mutating func append(_ number: Int, width: Int) {
        let digits = String(number).utf8
        for _ in digits.count..<Swift.max(width, digits.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: digits)
    }

    fileprivate mutating func append(fractionOf timestamp: Timestamp, digits: Int) {
        append(Int(timestamp.nanosecond), width: 9)
        removeLast(9 - Swift.min(digits, 9))
    }
}
