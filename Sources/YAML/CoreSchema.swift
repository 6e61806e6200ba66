internal import JSON

/// Which values plain texts stand for (YAML 1.2.2, section 10.3.2).
///
///     null     null | Null | NULL | ~ | nothing
///     bool     true | True | TRUE | false | False | FALSE
///     int      [-+]? [0-9]+  |  0o [0-7]+  |  0x [0-9a-fA-F]+
///     float    [-+]? ( . [0-9]+ | [0-9]+ ( . [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?  |  [-+]? .inf  |  .nan
///     str      everything else
enum CoreSchema {
    /// The value of a plain scalar without a tag.
    static func resolve(_ text: String, at position: YAMLPosition) throws(YAMLError) -> JSONValue {
        guard mayMeanMore(text) else { return .string(text) }
        if let value = null(text) ?? bool(text) { return value }
        if let value = try integer(text, at: position) { return value }
        return try float(text, at: position) ?? .string(text)
    }

    /// The value of a scalar of any style that has a tag.
    static func resolve(_ text: String, as tag: CoreTag, at position: YAMLPosition) throws(YAMLError) -> JSONValue {
        let value: JSONValue? =
            switch tag {
            case .null: null(text)
            case .bool: bool(text)
            case .integer: try integer(text, at: position)
            case .float: try float(text, at: position)
            case .string: .string(text)
            case .sequence, .mapping: nil
            }
        guard let value else { throw YAMLError(.unfitTag("!!\(tag.rawValue)"), at: position) }
        return value
    }

    /// Whether the first byte allows anything but a string; most plain texts end here.
    private static func mayMeanMore(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"),
            UInt8(ascii: "f"), UInt8(ascii: "F"):
            return true
        default:
            return false
        }
    }

    private static func null(_ text: String) -> JSONValue? {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        default: nil
        }
    }

    private static func bool(_ text: String) -> JSONValue? {
        switch text {
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: nil
        }
    }

    private static func integer(_ text: String, at position: YAMLPosition) throws(YAMLError) -> JSONValue? {
        if text.hasPrefix("0x") { return try integer(text, radix: 16, at: position) }
        if text.hasPrefix("0o") { return try integer(text, radix: 8, at: position) }
        guard let number = NumberText(text), number.isWhole else { return nil }
        if let value = Int64(text) { return .integer(value) }
        return UInt64(text).map { .unsigned($0) } ?? .digits(number.json)
    }

    private static func integer(
        _ text: String, radix: Int, at position: YAMLPosition
    ) throws(YAMLError) -> JSONValue? {
        let digits = text.dropFirst(2)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isDigit(radix: radix) }) else {
            return nil
        }
        if let value = Int64(digits, radix: radix) { return .integer(value) }
        if let value = UInt64(digits, radix: radix) { return .unsigned(value) }
        throw YAMLError(.tooManyBits(text), at: position)
    }

    private static func float(_ text: String, at position: YAMLPosition) throws(YAMLError) -> JSONValue? {
        switch text {
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
            throw YAMLError(.notFinite(text), at: position)
        default:
            guard let number = NumberText(text) else { return nil }
            guard let value = Double(text), value.isFinite else { return .digits(number.json) }
            return .double(value)
        }
    }
}

extension Character {
    fileprivate func isDigit(radix: Int) -> Bool {
        isASCII && (hexDigitValue.map { $0 < radix } ?? false)
    }
}
