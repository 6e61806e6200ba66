/// Decimal numbers as JSON writes them.
enum DecimalText {
    /// Whether a text is a whole number of at most 38 digits, written without an exponent.
    static func isWideInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        read(text, scale: 0, precision: 38) != nil && text.allSatisfy { $0 == UInt8(ascii: "-") || isDigit($0) }
    }

    /// The number that `text` writes, times 10 to the power of `scale`.
    ///
    ///     [-] digit+ [. digit+] [(e|E) [+|-] digit+]
    ///
    /// Nil when the text is no number, when it has other digits than zero behind the scale, or more than `precision`
    /// digits at that scale.
    static func read(_ text: UnsafeBufferPointer<UInt8>, scale: Int, precision: Int) -> Int128? {
        var reader = Reader(text: text)
        let isNegative = reader.skip(UInt8(ascii: "-"))
        guard reader.readDigits(), !reader.skip(UInt8(ascii: ".")) || reader.readFraction() else { return nil }
        guard reader.readExponent(), reader.isAtEnd else { return nil }
        guard let magnitude = reader.scaled(to: scale), magnitude < power(of: precision) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// 10 to the power of `exponent`, which is at most 38.
    static func power(of exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private struct Reader {
        let text: UnsafeBufferPointer<UInt8>
        var position = 0
        /// The digits read so far as a number, without zeros at the end, which are counted.
        var digits: Int128 = 0
        var zeros = 0
        var digitsBehindPoint = 0
        var exponent = 0

        var isAtEnd: Bool { position == text.count }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard position < text.count, text[position] == byte else { return false }
            position += 1
            return true
        }

        /// Reads a run of digits; false when there is none or they are too many to be a number of ours.
        mutating func readDigits() -> Bool {
            let start = position
            while position < text.count, DecimalText.isDigit(text[position]) {
                let digit = text[position] &- UInt8(ascii: "0")
                position += 1
                if digit == 0 {
                    if digits != 0 { zeros += 1 }
                    continue
                }
                for _ in 0...zeros {
                    guard digits < DecimalText.largestPrefix else { return false }
                    digits *= 10
                }
                digits += Int128(digit)
                zeros = 0
            }
            return position > start
        }

        mutating func readFraction() -> Bool {
            let start = position
            defer { digitsBehindPoint = position - start }
            return readDigits()
        }

        mutating func readExponent() -> Bool {
            guard skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) else { return true }
            let isNegative = skip(UInt8(ascii: "-"))
            if !isNegative { _ = skip(UInt8(ascii: "+")) }
            let start = position
            while position < text.count, DecimalText.isDigit(text[position]) {
                // An exponent of five digits is far outside whatever the digits are.
                if exponent < 100_000 { exponent = exponent * 10 + Int(text[position] &- UInt8(ascii: "0")) }
                position += 1
            }
            if isNegative { exponent = -exponent }
            return position > start
        }

        /// The number times 10 to the power of `scale`, if that is whole and has at most 38 digits.
        func scaled(to scale: Int) -> Int128? {
            if digits == 0 { return 0 }
            let shift = zeros + exponent - digitsBehindPoint + scale
            guard (0...38).contains(shift) else { return nil }
            let (product, overflow) = digits.multipliedReportingOverflow(by: DecimalText.power(of: shift))
            return overflow ? nil : product
        }
    }

    /// What can be multiplied by ten and still be a number of 38 digits.
    private static let largestPrefix = power(of: 37)
}

extension DecimalText {
    /// The text of a decimal whose digits behind the point are `scale`.
    static func write(_ value: Int128, scale: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let sign = value < 0 ? "-" : ""
        return scale == 0 ? sign + padded : "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}
