// The order of the types: each pair has one narrowest type that holds the values of both. Widening is therefore the same
// whatever order the values come in, but where scalars and nested values meet: what came first decides, since files that have it
// may be there already, and readers that unite them can read neither texts as JSON nor structures as texts.
//
//     null → anything
//     integer → longInteger → decimal(38,0)
//     integer → double; longInteger or decimal with double → text, because neither holds the other
//     timestamp, date, time, uuid, binary → string
//     string and number, string and boolean, boolean and number → text
//     lists and structures: by their parts; behind scalars → text; else → json
extension ColumnType {
    /// The narrowest type that holds the values of both, of which this came first.
    package func widened(toHold other: ColumnType) -> ColumnType {
        if self == other { return self }
        switch (self, other) {
        case (.null, let type), (let type, .null): return type
        case (.list(let left), .list(let right)): return .list(left.widened(toHold: right))
        case (.structure(let left), .structure(let right)): return Self.structure(uniting: left, right)
        default:
            if !isScalar { return .json }
            return other.isScalar ? widenedScalar(toHold: other) : .text
        }
    }

    private func widenedScalar(toHold other: ColumnType) -> ColumnType {
        if isWrittenAsString, other.isWrittenAsString { return .string }
        switch (self, other) {
        case (.integer, .longInteger), (.longInteger, .integer): return .longInteger
        case (.integer, .double), (.double, .integer): return .double
        case (.integer, .decimal(let precision, let scale)), (.longInteger, .decimal(let precision, let scale)),
            (.decimal(let precision, let scale), .integer), (.decimal(let precision, let scale), .longInteger):
            return Self.decimal(holding: (19, 0), (precision - scale, scale))
        case (.decimal(let precision, let scale), .decimal(let otherPrecision, let otherScale)):
            return Self.decimal(holding: (precision - scale, scale), (otherPrecision - otherScale, otherScale))
        default: return .text
        }
    }

    /// Digits in front of the point and behind it.
    private static func decimal(holding left: (Int, Int), _ right: (Int, Int)) -> ColumnType {
        let (whole, scale) = (max(left.0, right.0), max(left.1, right.1))
        if scale == 0 { return wideInteger }
        return whole + scale <= 38 ? .decimal(precision: whole + scale, scale: scale) : .text
    }

    /// An object with ever new keys is a map, not a structure.
    private static func structure(uniting left: [Field], _ right: [Field]) -> ColumnType {
        let fields = Field.union(left, right)
        return fields.count <= ColumnLimits.fieldsOfStructure ? .structure(fields) : .json
    }

    /// Whether it has one plain value, so that readers can make a text of it.
    var isScalar: Bool { ColumnKind(self).isScalar }

    /// Whether JSON writes the values as strings, and nothing else.
    private var isWrittenAsString: Bool {
        switch self {
        case .string, .timestamp, .date, .time, .uuid, .binary: true
        default: false
        }
    }
}

extension Field {
    func widened(toHold other: Field) -> Field {
        Field(name, type.widened(toHold: other.type), isNullable: isNullable || other.isNullable)
    }
}

/// How far structure is followed. What goes beyond becomes JSON text, so that neither state nor files grow without end.
package enum ColumnLimits {
    /// The most fields of an object inside a record; one with more holds data in its keys.
    package static var fieldsOfStructure: Int { 1000 }
    /// The most columns of a record.
    package static var columns: Int { 10_000 }
    /// How deep lists and structures lie in one another.
    package static var depth: Int { 32 }
}
