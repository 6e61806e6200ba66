/// What the values of a column mean.
package enum LogicalType: Hashable, Sendable {
    case string
    case json
    case list
    case date
    /// Microseconds since midnight.
    case time
    /// Microseconds since 1970 in UTC.
    case timestamp
    case decimal(precision: Int, scale: Int)
    case uuid
    /// Nothing but nulls.
    case unknown

    /// The number of the older way to say it, for readers that know no other.
    private var convertedType: Int? {
        switch self {
        case .string: 0
        case .list: 3
        case .decimal: 5
        case .date: 6
        case .timestamp: 10
        case .json: 19
        // The older one says that a time is in UTC, which nobody knows.
        case .time, .uuid, .unknown: nil
        }
    }

    /// Writes the fields of a schema element that say it.
    func write(to element: inout ThriftWriter) {
        if let convertedType { element.i32(6, convertedType) }
        if case .decimal(let precision, let scale) = self {
            element.i32(7, scale)
            element.i32(8, precision)
        }
        element.structure(10) { union in
            switch self {
            case .string: union.structure(1)
            case .list: union.structure(3)
            case .decimal(let precision, let scale):
                union.structure(5) {
                    $0.i32(1, scale)
                    $0.i32(2, precision)
                }
            case .date: union.structure(6)
            case .time: union.structure(7) { Self.writeMicroseconds(isUTC: false, to: &$0) }
            case .timestamp: union.structure(8) { Self.writeMicroseconds(isUTC: true, to: &$0) }
            case .unknown: union.structure(11)
            case .json: union.structure(12)
            case .uuid: union.structure(14)
            }
        }
    }

    private static func writeMicroseconds(isUTC: Bool, to type: inout ThriftWriter) {
        type.bool(1, isUTC)
        type.structure(2) { unit in unit.structure(2) }
    }
}
