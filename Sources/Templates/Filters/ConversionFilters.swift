internal import JSON

/// Filters from one type to another.
enum ConversionFilters {
    static let all = [
        Filter(
            "int", summary: "a whole number: of text, of a number without its fraction, of a boolean as 0 or 1", int),
        Filter("float", summary: "a number with a fraction: of text or a number", float),
        Filter("string", summary: "the value as it would be written in text; lists and maps as JSON", string),
        Filter(
            "bool", summary: "a boolean: of `true`, `yes`, `on`, `1` and `false`, `no`, `off`, `0` in either case", bool
        ),
        Filter("tojson", summary: "the value as JSON text, with quotes around text", toJSON),
        Filter("fromjson", summary: "the value that a JSON text stands for", fromJSON),
    ]

    private static func int(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            switch value.number ?? number(inTextOf: value) {
            case .integer(let number): return .value(.integer(number))
            case .unsigned(let number): return .value(.unsigned(number))
            case .double(let number):
                if let whole = Int64(exactly: number.rounded(.towardZero)) { return .value(.integer(whole)) }
                throw FilterFault("found a number that is too large")
            case .digits: throw FilterFault("found a number that is too large")
            case nil:
                if let flag = value.json?.bool { return .value(.integer(flag ? 1 : 0)) }
                throw notANumber(value)
            }
        }
    }

    private static func float(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            guard let number = value.number ?? number(inTextOf: value) else { throw notANumber(value) }
            guard let double = number.double else { throw FilterFault("found a number that is too large") }
            return .value(.double(double))
        }
    }

    /// The number that a text writes as JSON does; it may have white space around it, a plus sign and leading zeros.
    private static func number(inTextOf value: TemplateValue) -> JSONNumber? {
        guard let text = value.string, text.utf8.count < 100 else { return nil }
        var digits = text.utf8.drop { $0.isWhiteSpace }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard digits.first?.isDigit == true else { return nil }
        while digits.first == UInt8(ascii: "0"), digits.dropFirst().first?.isDigit == true {
            digits = digits.dropFirst()
        }
        do throws(JSONError) {
            return try JSONValue.parse((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)).number
        } catch {
            return nil
        }
    }

    private static func notANumber(_ value: TemplateValue) -> FilterFault {
        // The text is not shown here, nor in other errors about values: it may be a secret.
        value.kind == .string ? FilterFault("cannot read its text as a number") : .wants("a number or text", value)
    }

    private static func string(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            guard let text = value.text else { throw .wants("a value that has a text", value) }
            return .value(.string(text))
        }
    }

    private static func bool(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            let word = value.text?.lowercased() ?? ""
            if ["true", "yes", "on", "1"].contains(word) { return .value(true) }
            if ["false", "no", "off", "0"].contains(word) { return .value(false) }
            throw .wants("true, false, yes, no, on, off, 1 or 0", value)
        }
    }

    private static func toJSON(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            var writer = JSONWriter(capacity: 256)
            switch value {
            case .missing: throw .wants("a value", value)
            case .value(let own): writer.value(own)
            case .view(let view): writer.value(view)
            }
            return .value(.string(writer.text))
        }
    }

    private static func fromJSON(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            let text = try value.requiredText()
            do throws(JSONError) {
                return .value(try JSONValue.parse(text))
            } catch {
                // The excerpt in the error's own description could show a secret.
                throw FilterFault("cannot read its text: it is not valid JSON at byte \(error.offset)")
            }
        }
    }
}
