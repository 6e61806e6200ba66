internal import JSON

/// Filters from text to text.
enum TextFilters {
    static let all = [
        Filter("lower", summary: "the text in lower case", lower),
        Filter("upper", summary: "the text in upper case", upper),
        Filter(
            "trim", .optional("characters", "''"),
            summary: "the text without these characters, or white space when none are given, at its beginning and end",
            trim),
        Filter(
            "replace", .required("old"), .required("new"), summary: "the text with every `old` replaced by `new`",
            replace),
        Filter("split", .required("separator"), summary: "the list of the parts between separators", split),
    ]

    private static func lower(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.string(try value.requiredText().lowercased())) }
    }

    private static func upper(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.string(try value.requiredText().uppercased())) }
    }

    private static func trim(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let characters = Set(try arguments.text(0, orElse: "").unicodeScalars)
        return { (value) throws(FilterFault) in
            let scalars = try value.requiredText().unicodeScalars
            func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
                characters.isEmpty ? scalar.properties.isWhitespace : characters.contains(scalar)
            }
            guard let start = scalars.firstIndex(where: { !isTrimmed($0) }),
                let last = scalars.lastIndex(where: { !isTrimmed($0) })
            else { return .value("") }
            return .value(.string(String(scalars[start...last])))
        }
    }

    private static func replace(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let old = try arguments.text(0)
        if old.isEmpty { throw FilterFault("needs a text to replace that is not empty", argument: 0) }
        let search = TextSearch(for: old)
        let new = try arguments.text(1)
        return { (value) throws(FilterFault) in
            let text = try value.requiredText()
            var pieces = 0
            search.forEachPiece(of: text) { _ in pieces += 1 }
            if pieces == 1 { return value }
            let added = (pieces - 1).multipliedReportingOverflow(by: new.utf8.count)
            guard TemplateValue.mayMakeText(bytes: added) else { throw .makesTooMuch }
            var result: [UInt8] = []
            result.reserveCapacity(text.utf8.count + added.partialValue)
            search.forEachPiece(of: text) { piece in
                pieces -= 1
                result.append(contentsOf: piece)
                if pieces > 0 { result.append(contentsOf: new.utf8) }
            }
            return .value(.string(String(decoding: result, as: UTF8.self)))
        }
    }

    private static func split(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let separator = try arguments.text(0)
        if separator.isEmpty { throw FilterFault("needs a separator that is not empty", argument: 0) }
        let search = TextSearch(for: separator)
        return { (value) throws(FilterFault) in
            var parts: [JSONValue] = []
            search.forEachPiece(of: try value.requiredText()) { piece in
                parts.append(.string(String(decoding: piece, as: UTF8.self)))
            }
            return .value(.array(parts))
        }
    }
}

extension FilterFault {
    static let makesTooMuch = FilterFault("would make a text longer than 1 MiB")
}
