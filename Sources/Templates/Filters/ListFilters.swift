internal import JSON

/// Filters of lists; some take texts and maps as well.
enum ListFilters {
    static let all = [
        Filter(
            "join", .optional("separator", "''"),
            summary: "the elements of a list as one text, with a separator between",
            join),
        Filter("first", summary: "the first element of a list, or character of a text", first),
        Filter("last", summary: "the last element of a list, or character of a text", last),
        Filter(
            "length", aliases: ["count"], summary: "how many elements, members or characters there are", length),
        Filter("min", summary: "the smallest element of a list of numbers or texts", min),
        Filter("max", summary: "the largest element of a list of numbers or texts", max),
        Filter("sort", summary: "a list of numbers or texts, the smallest first", sort),
        Filter("unique", summary: "a list without the elements that stand before in it", unique),
    ]

    private static func elements(of value: TemplateValue) throws(FilterFault) -> [JSONValue] {
        guard value.kind == .array, let elements = value.json?.array else { throw .wants("a list", value) }
        return elements
    }

    private static func join(_ arguments: FilterArguments) throws(FilterFault) -> FilterFunction {
        let separator = try arguments.text(0, orElse: "")
        return { (value) throws(FilterFault) in
            var text: [UInt8] = []
            for (index, element) in try elements(of: value).enumerated() {
                if index > 0 { text.append(contentsOf: separator.utf8) }
                guard TemplateValue.value(element).appendText(to: &text) else {
                    throw FilterFault("found null in the list, which is no text")
                }
                guard TemplateValue.mayMakeText(bytes: (text.count, false)) else { throw .makesTooMuch }
            }
            return .value(.string(String(decoding: text, as: UTF8.self)))
        }
    }

    private static func first(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in try element(0, of: value) }
    }

    private static func last(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in try element(-1, of: value) }
    }

    private static func element(_ position: Int, of value: TemplateValue) throws(FilterFault) -> TemplateValue {
        guard value.kind == .array || value.kind == .string else { throw .wants("a list or text", value) }
        return value.element(position)
    }

    private static func length(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            let length: Int
            switch value {
            case .view(let view) where view.kind == .array || view.kind == .object: length = view.count
            case .value(.array(let elements)): length = elements.count
            case .value(.object(let members)): length = members.count
            default:
                guard let text = value.string else { throw .wants("a list, a map or text", value) }
                length = text.unicodeScalars.count
            }
            return .value(.integer(Int64(length)))
        }
    }

    private static func min(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in try ordered(value).first.map { .value($0) } ?? .missing }
    }

    private static func max(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in try ordered(value).last.map { .value($0) } ?? .missing }
    }

    private static func sort(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in .value(.array(try ordered(value))) }
    }

    private static func ordered(_ value: TemplateValue) throws(FilterFault) -> [JSONValue] {
        let elements = try elements(of: value)
        guard elements.allSatisfy({ $0.double != nil }) || elements.allSatisfy({ $0.string != nil }) else {
            throw FilterFault("needs a list of numbers, or one of texts")
        }
        return elements.sorted { (Ordering.compare(.value($0), .value($1)) ?? 0) < 0 }
    }

    private static func unique(_ arguments: FilterArguments) -> FilterFunction {
        { (value) throws(FilterFault) in
            var seen: Set<JSONValue> = []
            return .value(.array(try elements(of: value).filter { seen.insert($0).inserted }))
        }
    }
}
