/// What a column holds. Types that hold the same kind of values in the same layout may still differ in what they say about
/// the values seen so far (`integer` and `longInteger`, `string` and `text`): that decides what they widen to.
package enum ColumnType: Hashable, Sendable {
    /// Nothing but nulls so far.
    case null
    case boolean
    /// Whole numbers of 53 bits and a sign, each of which a double holds exactly.
    case integer
    /// Whole numbers of 64 bits, some of which no double holds.
    case longInteger
    /// Decimal numbers with `precision` digits, `scale` of them behind the point.
    case decimal(precision: Int, scale: Int)
    case double
    case string
    /// Values of several kinds, texts or scalars at first: each string as it is, anything else as JSON text.
    case text
    /// Values of any kind, each as JSON text.
    case json
    /// Instants in UTC, to the microsecond.
    case timestamp
    /// Days.
    case date
    /// Times of the day, to the microsecond.
    case time
    case uuid
    /// Bytes, which JSON writes as base64.
    case binary
    indirect case list(Field)
    case structure([Field])
}

/// A named column: at the top of a schema, inside a structure, or the element of a list.
package struct Field: Sendable {
    package var name: String
    package var type: ColumnType
    /// Whether a value may be null or missing. Inferred columns are always nullable.
    package var isNullable: Bool

    package init(_ name: String, _ type: ColumnType, isNullable: Bool = true) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }

    /// The element of a list.
    package static func element(_ type: ColumnType, isNullable: Bool = true) -> Field {
        Field("element", type, isNullable: isNullable)
    }
}

extension ColumnType {
    /// Whole numbers too large for 64 bits have as many digits as a decimal of 128 bits holds.
    package static var wideInteger: ColumnType { .decimal(precision: 38, scale: 0) }

    /// Whole numbers that a double holds, together with all between them and zero: those whose upper bits all equal the sign.
    package static let integersOfDoubles: ClosedRange<Int64> = -9_007_199_254_740_992...9_007_199_254_740_991

    /// Whether values of both types lie in memory, and in a file, in the same way.
    package func hasSameLayout(as other: ColumnType) -> Bool {
        switch (self, other) {
        case (.integer, .longInteger), (.longInteger, .integer), (.string, .text), (.text, .string): true
        case (.list(let left), .list(let right)): left.hasSameLayout(as: right)
        case (.structure(let left), .structure(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameLayout(as: $1) }
        default: self == other
        }
    }
}
