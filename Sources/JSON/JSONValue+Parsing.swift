extension JSONValue {
    /// Parses a text into a value of its own. A key that stands twice in one object is an error.
    public static func parse(_ text: borrowing PaddedBytes) throws(JSONError) -> JSONValue {
        JSONValue(try JSONDocument.parse(text).root)
    }

    /// Parses a string into a value of its own. A key that stands twice in one object is an error.
    public static func parse(_ text: String) throws(JSONError) -> JSONValue {
        try parse(PaddedBytes(text))
    }

    /// A copy of a value in a document. Where a document was allowed to keep duplicate keys, the last one counts.
    public init(_ view: JSONView) {
        self = view.withUnsafeNode { JSONValue($0) }
    }

    init(_ node: UnsafeJSONNode) {
        switch node.tag {
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .integer: self = .integer(node.int64)
        case .unsigned: self = .unsigned(node.uint64)
        case .double: self = .double(node.double)
        case .digits: self = .digits(String(decoding: node.utf8, as: UTF8.self))
        case .string: self = .string(String(decoding: node.utf8, as: UTF8.self))
        case .array: self = .array(Self.elements(of: node))
        case .object: self = .object(Self.members(of: node))
        default: self = .null
        }
    }

    private static func elements(of array: UnsafeJSONNode) -> [JSONValue] {
        var elements: [JSONValue] = []
        elements.reserveCapacity(array.count)
        var element = array.first
        while !element.isEnd {
            elements.append(JSONValue(element))
            element = element.next
        }
        return elements
    }

    private static func members(of object: UnsafeJSONNode) -> JSONObject {
        var members = JSONObject()
        var key = object.first
        while !key.isEnd {
            members[String(decoding: key.utf8, as: UTF8.self)] = JSONValue(key.next)
            key = key.next.next
        }
        return members
    }
}

extension JSONDocument {
    /// A document with a copy of `value`, for code that works on views.
    public convenience init(_ value: JSONValue) {
        var builder = TapeBuilder()
        builder.append(value)
        self.init(tape: builder.finish())
    }
}
