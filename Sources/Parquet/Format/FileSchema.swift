package import Columnar

/// The schema of a file: the tree that its metadata spells out, and the columns at its leaves.
///
/// Structures are groups; lists have three levels, as the format wants them:
///
///     optional group NAME (LIST) { repeated group list { optional TYPE element } }
///
/// A structure without fields cannot be a group, and is a column of JSON text, `{}`.
package struct FileSchema: Sendable {
    /// A node of the tree, in the order in which metadata list them: each before its children.
    struct Node: Sendable {
        var name: String
        /// Of all but the root.
        var repetition: Repetition?
        var childCount = 0
        var physicalType: PhysicalType?
        var logicalType: LogicalType?
    }

    private(set) var nodes: [Node] = []
    package private(set) var leaves: [Leaf] = []

    package init(_ schema: Schema) {
        nodes.append(Node(name: "schema", childCount: schema.fields.count))
        for field in schema.fields { add(field, path: [], definition: 0, repetition: 0) }
    }

    private mutating func add(_ field: Field, path: [String], definition: Int, repetition: Int) {
        let path = path + [field.name]
        let definition = definition + (field.isNullable ? 1 : 0)
        var node = Node(name: field.name, repetition: field.isNullable ? .optional : .required)
        switch field.type {
        case .structure(let fields) where !fields.isEmpty:
            node.childCount = fields.count
            nodes.append(node)
            for field in fields { add(field, path: path, definition: definition, repetition: repetition) }
        case .list(let element):
            node.childCount = 1
            node.logicalType = .list
            nodes.append(node)
            nodes.append(Node(name: "list", repetition: .repeated, childCount: 1))
            add(element, path: path + ["list"], definition: definition + 1, repetition: repetition + 1)
        default:
            let leaf = Leaf(field.type, path: path, maxDefinition: definition, maxRepetition: repetition)
            node.physicalType = leaf.physicalType
            node.logicalType = leaf.logicalType
            nodes.append(node)
            leaves.append(leaf)
        }
    }

    func write(to metadata: inout ThriftWriter) {
        metadata.structures(2, nodes) { node, element in
            if let type = node.physicalType { element.i32(1, type.rawValue) }
            if node.physicalType == .fixedLengthByteArray { element.i32(2, 16) }
            if let repetition = node.repetition { element.i32(3, repetition.rawValue) }
            element.string(4, node.name)
            if node.physicalType == nil { element.i32(5, node.childCount) }
            node.logicalType?.write(to: &element)
        }
    }
}

/// A column of a file.
package struct Leaf: Hashable, Sendable {
    package let path: [String]
    package let physicalType: PhysicalType
    package let logicalType: LogicalType?
    package let maxDefinition: Int
    package let maxRepetition: Int

    init(_ type: ColumnType, path: [String], maxDefinition: Int, maxRepetition: Int) {
        self.path = path
        self.maxDefinition = maxDefinition
        self.maxRepetition = maxRepetition
        (physicalType, logicalType) = Self.form(of: type)
    }

    private static func form(of type: ColumnType) -> (PhysicalType, LogicalType?) {
        switch type {
        case .null: (.int32, .unknown)
        case .boolean: (.boolean, nil)
        case .integer, .longInteger: (.int64, nil)
        case .double: (.double, nil)
        case .decimal(let precision, let scale):
            // 18 digits are the most that 64 bits hold.
            (precision <= 18 ? .int64 : .fixedLengthByteArray, .decimal(precision: precision, scale: scale))
        case .string, .text: (.byteArray, .string)
        case .json, .structure, .list: (.byteArray, .json)
        case .timestamp: (.int64, .timestamp)
        case .date: (.int32, .date)
        case .time: (.int64, .time)
        case .uuid: (.fixedLengthByteArray, .uuid)
        case .binary: (.byteArray, nil)
        }
    }
}
