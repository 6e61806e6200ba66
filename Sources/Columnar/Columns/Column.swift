internal import Glibc

/// One column's values in Arrow's memory layout, and how they grow.
///
///     validity    a bit for each slot, the lowest of a word first; set where there is a value
///     values      fixed width: one value a slot, whatever where it is null
///                 booleans: a bit for each slot
///                 bytes and lists: 32-bit offsets, one more than there are slots, into `bytes` or the element column
///     bytes       the values of strings, one after the other
///     children    a structure's fields, with as many slots as it has itself; a list's element
///
/// A field that records leave out is not touched: its column may lag behind its structure until `settle`.
package struct Column: ~Copyable {
    package let name: String
    /// Where the column is, for people: `lines[].price`.
    let path: String
    let depth: Int
    /// Whether the connector declared the column, so that it never widens.
    let isDeclared: Bool
    package let isNullable: Bool

    package internal(set) var kind: ColumnKind
    /// Of a decimal.
    package internal(set) var precision = 0
    package internal(set) var scale = 0

    /// The number of slots.
    package internal(set) var count = 0
    package internal(set) var nullCount = 0
    var capacity = 0
    /// How many slots the column is likely to have, and how many bytes.
    private(set) var expectedCount = 0
    private(set) var expectedByteCount = 0
    package internal(set) var validity: UnsafeMutablePointer<UInt64>
    package internal(set) var values: UnsafeMutableRawPointer

    package internal(set) var byteCount = 0
    var byteCapacity = 0
    package internal(set) var bytes: UnsafeMutablePointer<UInt8>

    /// All whole numbers seen, without their signs, or-ed: tells whether a double holds each of them.
    var integerBits: UInt64 = 0

    package internal(set) var childCount = 0
    var childCapacity = 0
    package internal(set) var children: UnsafeMutablePointer<Column>
    var keys: MemberKeys
    var hasRequiredChildren = false

    /// A column like `field`. Unless it is declared, values may be missing.
    init(_ field: Field, declared: Field? = nil, path: String = "", depth: Int = 0) {
        self.init(
            name: field.name, path: path, depth: depth, isNullable: declared?.isNullable ?? true,
            isDeclared: declared.map { $0.type != .null } ?? false, kind: ColumnKind(field.type))
        adopt(field.type, declared: declared?.type)
    }

    private init(name: String, path: String, depth: Int, isNullable: Bool, isDeclared: Bool, kind: ColumnKind) {
        self.name = name
        self.path = path
        self.depth = depth
        self.isNullable = isNullable
        self.isDeclared = isDeclared
        self.kind = kind
        validity = Self.allocate(UInt64.self)
        values = UnsafeMutableRawPointer(Self.allocate(UInt64.self))
        bytes = Self.allocate(UInt8.self)
        children = UnsafeMutablePointer<Column>.allocate(capacity: 1)
        keys = MemberKeys()
    }

    /// The same column without slots. It takes memory for as many as the other has with the first value that comes: by
    /// then the other's memory may be free again.
    init(emptyCopyOf other: borrowing Column) {
        self.init(
            name: other.name, path: other.path, depth: other.depth, isNullable: other.isNullable,
            isDeclared: other.isDeclared, kind: other.kind)
        (precision, scale, integerBits) = (other.precision, other.scale, other.integerBits)
        for child in 0..<other.childCount { append(child: Column(emptyCopyOf: other.children[child])) }
        (expectedCount, expectedByteCount) = (other.count, other.byteCount)
    }

    deinit {
        free(validity)
        free(values)
        free(bytes)
        children.deinitialize(count: childCount)
        children.deallocate()
    }

    /// Takes on the details of a type whose kind the column has already.
    mutating func adopt(_ type: ColumnType, declared: ColumnType? = nil) {
        switch type {
        case .longInteger: integerBits = .max
        case .decimal(let precision, let scale): (self.precision, self.scale) = (precision, scale)
        case .list(let element):
            var declaredElement: Field?
            if case .list(let field) = declared { declaredElement = field }
            addChild(element, declared: declaredElement)
        case .structure(let fields):
            var declaredFields: [Field] = []
            if case .structure(let fields) = declared { declaredFields = fields }
            for field in fields {
                addChild(field, declared: declaredFields.first { $0.hasName(field.name) })
            }
        default: break
        }
    }

    /// The column's type as it is now.
    package var type: ColumnType {
        switch kind {
        case .null: .null
        case .boolean: .boolean
        case .integer: integerBits >> 53 == 0 ? .integer : .longInteger
        case .decimal: .decimal(precision: precision, scale: scale)
        case .double: .double
        case .string: .string
        case .text: .text
        case .json: .json
        case .timestamp: .timestamp
        case .date: .date
        case .time: .time
        case .uuid: .uuid
        case .binary: .binary
        case .list: .list(children.pointee.field)
        case .structure: .structure((0..<childCount).map { children[$0].field })
        }
    }

    /// The column's field in the schema.
    package var field: Field { Field(name, type, isNullable: isNullable) }
}

// Children.
extension Column {
    /// Adds a column for a member or an element, and returns its position.
    @discardableResult
    mutating func addChild(_ field: Field, declared: Field? = nil) -> Int {
        let memberPath = path.isEmpty ? field.name : "\(path).\(field.name)"
        append(
            child: kind == .list
                ? Column(
                    .element(field.type, isNullable: field.isNullable), declared: declared, path: "\(path)[]",
                    depth: depth + 1)
                : Column(field, declared: declared, path: memberPath, depth: depth + 1))
        return childCount - 1
    }

    private mutating func append(child: consuming Column) {
        if childCount == childCapacity {
            childCapacity = max(4, childCapacity * 2)
            let larger = UnsafeMutablePointer<Column>.allocate(capacity: childCapacity)
            larger.moveInitialize(from: children, count: childCount)
            children.deallocate()
            children = larger
        }
        if kind == .structure { keys.add(child.name) }
        if !child.isNullable { hasRequiredChildren = true }
        (children + childCount).initialize(to: child)
        childCount += 1
    }
}
