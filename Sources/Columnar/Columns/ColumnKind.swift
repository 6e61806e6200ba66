/// A column's type without its parts: what the loops that touch every value decide by.
package enum ColumnKind: UInt8, Sendable {
    case null, boolean, integer, double, string, text, json, decimal, timestamp, date, time, uuid, binary, list,
        structure

    init(_ type: ColumnType) {
        switch type {
        case .null: self = .null
        case .boolean: self = .boolean
        case .integer, .longInteger: self = .integer
        case .decimal: self = .decimal
        case .double: self = .double
        case .string: self = .string
        case .text: self = .text
        case .json: self = .json
        case .timestamp: self = .timestamp
        case .date: self = .date
        case .time: self = .time
        case .uuid: self = .uuid
        case .binary: self = .binary
        case .list: self = .list
        case .structure: self = .structure
        }
    }

    /// How many bytes of `values` a slot takes. Booleans take a bit; what has offsets, 4 bytes.
    package var width: Int {
        switch self {
        case .null, .structure, .boolean: 0
        case .date, .string, .text, .json, .binary, .list: 4
        case .integer, .double, .timestamp, .time: 8
        case .decimal, .uuid: 16
        }
    }

    /// Whether a value is one plain value, so that readers can make a text of it.
    var isScalar: Bool {
        switch self {
        case .null, .json, .list, .structure: false
        default: true
        }
    }

    /// Whether a slot's value is the bytes between two offsets.
    package var isBytes: Bool {
        switch self {
        case .string, .text, .json, .binary: true
        default: false
        }
    }
}
