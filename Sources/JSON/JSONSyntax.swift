/// The grammar of JSON's white space, numbers and strings (RFC 8259, sections 2, 6 and 7).
enum JSONSyntax {
    /// Whether a byte is white space between tokens (section 2).
    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): true
        default: false
        }
    }

    /// Moves `position` behind a number.
    ///
    ///     number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "-" / "+" ] 1*digit ]
    ///
    /// Returns whether it is written as a whole number; nil, with `position` at the fault, when it is malformed.
    static func skipNumber(in text: UnsafeRawBufferPointer, at position: inout Int) -> Bool? {
        func byte() -> UInt8 { position < text.count ? text[position] : 0 }
        func skipDigits() -> Bool {
            let start = position
            while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) { position += 1 }
            return position > start
        }

        if byte() == UInt8(ascii: "-") { position += 1 }
        if byte() == UInt8(ascii: "0") {
            position += 1
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) { return nil }
        } else if !skipDigits() {
            return nil
        }
        var isWhole = true
        if byte() == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            if !skipDigits() { return nil }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { position += 1 }
            if !skipDigits() { return nil }
        }
        return isWhole
    }

    /// The value of a whole number's text; nil when it does not fit.
    static func signedInteger(_ digits: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        var value: Int64 = 0
        for digit in digits.dropFirst(isNegative ? 1 : 0) {
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let figure = Int64(digit &- UInt8(ascii: "0"))
            let (sum, carry) =
                isNegative ? tenfold.subtractingReportingOverflow(figure) : tenfold.addingReportingOverflow(figure)
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// The value of a whole number's text; nil when it does not fit.
    static func unsignedInteger(_ digits: UnsafeRawBufferPointer) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            if digit == UInt8(ascii: "-") { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit &- UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// Appends the decoded text of a string whose first byte behind the quote is at `start`, and returns the place of
    /// its closing quote.
    static func appendString(
        from text: UnsafeRawBufferPointer, at start: Int, to decoded: inout [UInt8]
    ) throws(JSONError) -> Int {
        var position = start
        var plain = start
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                try append(text, plain..<position, to: &decoded)
                return position
            case UInt8(ascii: "\\"):
                try append(text, plain..<position, to: &decoded)
                try appendEscape(from: text, at: &position, to: &decoded)
                plain = position
            case ..<0x20:
                throw JSONError(.controlCharacter, at: position, in: text)
            default:
                position += 1
            }
        }
        throw JSONError(.truncated, at: text.count, in: text)
    }

    private static func append(
        _ text: UnsafeRawBufferPointer, _ range: Range<Int>, to decoded: inout [UInt8]
    ) throws(JSONError) {
        if let fault = UTF8Validation.firstFault(in: UnsafeRawBufferPointer(rebasing: text[range])) {
            throw JSONError(.invalidUTF8, at: range.lowerBound + fault, in: text)
        }
        decoded.append(contentsOf: text[range])
    }

    private static func appendEscape(
        from text: UnsafeRawBufferPointer, at position: inout Int, to decoded: inout [UInt8]
    ) throws(JSONError) {
        let start = position
        guard start + 1 < text.count else { throw JSONError(.truncated, at: text.count, in: text) }
        position += 2
        switch text[start + 1] {
        case UInt8(ascii: "\""): decoded.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): decoded.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): decoded.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal(in: text, at: position)
            position += 4
            if unit & 0xFC00 == 0xD800 {
                guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
                    text[position + 1] == UInt8(ascii: "u")
                else { throw JSONError(.invalidUTF8, at: start, in: text) }
                let low = try hexadecimal(in: text, at: position + 2)
                guard low & 0xFC00 == 0xDC00 else { throw JSONError(.invalidUTF8, at: start, in: text) }
                unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
                position += 6
            }
            guard let scalar = Unicode.Scalar(unit) else { throw JSONError(.invalidUTF8, at: start, in: text) }
            decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default:
            throw JSONError(.invalidEscape, at: start, in: text)
        }
    }

    private static func hexadecimal(in text: UnsafeRawBufferPointer, at position: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for offset in position..<position + 4 {
            guard offset < text.count else { throw JSONError(.truncated, at: text.count, in: text) }
            guard let figure = Character(Unicode.Scalar(text[offset])).hexDigitValue, text[offset] < 0x80 else {
                throw JSONError(.invalidEscape, at: offset, in: text)
            }
            value = value << 4 | UInt32(figure)
        }
        return value
    }
}
