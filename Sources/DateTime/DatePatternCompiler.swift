/// Takes a pattern apart.
struct DatePatternCompiler {
    private let text: [Unicode.Scalar]
    private var parts: [DatePattern.Part] = []
    private var literal: [UInt8] = []

    init(_ text: String) {
        self.text = Array(text.unicodeScalars)
    }

    mutating func compile() throws(DatePatternError) -> [DatePattern.Part] {
        var position = 0
        while position < text.count {
            let scalar = text[position]
            if scalar == "%" {
                position += try compileDirective(at: position)
            } else {
                literal.append(contentsOf: String(scalar).utf8)
                position += 1
            }
        }
        endLiteral()
        return parts
    }

    private mutating func endLiteral() {
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = []
    }

    private mutating func append(_ fields: DateField...) {
        endLiteral()
        for field in fields { parts.append(.field(field)) }
    }

    /// Directives of more than one letter; of two with the same beginning the longer stands first.
    private static let longDirectives: [(String, DateField)] = [
        ("%epoch_microseconds", .unixMicroseconds), ("%s_as_float", .unixSecondsWithFraction),
        ("%_ms", .fraction(digits: 3)), ("%ms", .unixMilliseconds), ("%:z", .offset(withColon: true)),
        ("%3N", .fraction(digits: 3)), ("%6N", .fraction(digits: 6)), ("%9N", .fraction(digits: 9)),
    ]

    /// Returns the length of the directive.
    private mutating func compileDirective(at position: Int) throws(DatePatternError) -> Int {
        for (directive, field) in Self.longDirectives where text[position...].starts(with: directive.unicodeScalars) {
            append(field)
            return directive.unicodeScalars.count
        }
        guard position + 1 < text.count else { throw DatePatternError(directive: "%", offset: position) }
        let letter = text[position + 1]
        if let field = Self.field(letter) {
            append(field)
        } else if !appendCombination(letter) {
            throw DatePatternError(directive: "%\(letter)", offset: position)
        }
        return 2
    }

    /// Compiles what stands for several fields, or for a character.
    private mutating func appendCombination(_ letter: Unicode.Scalar) -> Bool {
        switch letter {
        case "F":
            append(.year)
            literal.append(UInt8(ascii: "-"))
            append(.month)
            literal.append(UInt8(ascii: "-"))
            append(.day)
        case "D":
            append(.month)
            literal.append(UInt8(ascii: "/"))
            append(.day)
            literal.append(UInt8(ascii: "/"))
            append(.shortYear)
        case "R", "T":
            append(.hour)
            literal.append(UInt8(ascii: ":"))
            append(.minute)
            guard letter == "T" else { break }
            literal.append(UInt8(ascii: ":"))
            append(.second)
        case "%": literal.append(UInt8(ascii: "%"))
        default: return false
        }
        return true
    }

    private static func field(_ letter: Unicode.Scalar) -> DateField? {
        switch letter {
        case "Y": .year
        case "y": .shortYear
        case "m": .month
        case "b", "h": .shortMonthName
        case "B": .monthName
        case "d": .day
        case "e": .spacedDay
        case "j": .dayOfYear
        case "a": .shortWeekdayName
        case "A": .weekdayName
        case "H": .hour
        case "I": .hourOfTwelve
        case "p": .halfDay
        case "M": .minute
        case "S": .second
        case "f": .fraction(digits: 6)
        case "z": .offset(withColon: false)
        case "Z": .zoneName
        case "s": .unixSeconds
        default: nil
        }
    }
}
