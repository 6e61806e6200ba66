internal import CSimdJSON

/// A number as JSON can hold it, compared by its mathematical value; those that only digits hold, by their digits.
public enum JSONNumber: Hashable, Sendable {
    case integer(Int64)
    /// Above `Int64.max`.
    case unsigned(UInt64)
    case double(Double)
    /// What none of the above can hold, as it was written.
    case digits(String)

    init?(_ node: UnsafeJSONNode) {
        switch node.tag {
        case .integer: self = .integer(node.int64)
        case .unsigned: self = .unsigned(node.uint64)
        case .double: self = .double(node.double)
        case .digits: self = .digits(String(decoding: node.utf8, as: UTF8.self))
        default: return nil
        }
    }

    /// The nearest double, if one is near.
    public var double: Double? {
        switch self {
        case .integer(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .double(let value): return value
        case .digits(var text): return text.withUTF8 { readDouble(UnsafeRawBufferPointer($0)) }
        }
    }
}

extension JSONNumber {
    /// The number with every whole value as a whole number, so that `1.0` and `1` are one value.
    private var canonical: JSONNumber {
        switch self {
        case .integer, .digits: return self
        case .unsigned(let value): return Int64(exactly: value).map { .integer($0) } ?? self
        case .double(let value):
            if let whole = Int64(exactly: value) { return .integer(whole) }
            return UInt64(exactly: value).map { .unsigned($0) } ?? self
        }
    }

    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.canonical, right.canonical) {
        case (.integer(let left), .integer(let right)): left == right
        case (.unsigned(let left), .unsigned(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.digits(let left), .digits(let right)): left == right
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch canonical {
        case .integer(let value): hasher.combine(value)
        case .unsigned(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value)
        case .digits(let text): hasher.combine(text)
        }
    }
}

/// The nearest double of a JSON number's text; nil when it is too large for one.
func readDouble(_ text: UnsafeRawBufferPointer) -> Double? {
    var value = 0.0
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self),
        curlew_json_read_double(bytes, text.count, &value) != 0
    else { return nil }
    return value
}
