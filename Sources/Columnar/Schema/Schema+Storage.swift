package import JSON

// How the state keeps a schema: a type by its name, a structure as an object of its fields, a list as an array of its
// element's type, and what must not be null in an array with "required".
//
//     {"id": ["required", "integer"], "total": "decimal(12,2)", "customer": {"name": "string"}, "tags": ["string"]}
extension Schema {
    /// The schema as a value to be kept.
    package var stored: JSONValue { ColumnType.structure(fields).stored }

    /// Reads a schema that `stored` made.
    package init(stored value: JSONValue) throws(SchemaError) {
        guard case .structure(let fields) = try ColumnType(stored: value, path: []) else {
            throw SchemaError(path: [], fault: "must be an object of fields, not \(value)")
        }
        self.init(fields)
    }
}

extension ColumnType {
    fileprivate var stored: JSONValue {
        switch self {
        case .list(let element): return .array([element.stored])
        case .structure(let fields):
            var object = JSONObject()
            for field in fields { object[field.name] = field.stored }
            return .object(object)
        default: return .string(name)
        }
    }

    fileprivate init(stored value: JSONValue, path: [String]) throws(SchemaError) {
        guard path.count <= ColumnLimits.depth else {
            throw SchemaError(path: path, fault: "is nested more than \(ColumnLimits.depth) deep")
        }
        switch value {
        case .string(let name):
            guard let type = ColumnType(name: name) else {
                throw SchemaError(path: path, fault: "is of a type that does not exist, \"\(name)\"")
            }
            self = type
        case .array(let elements):
            guard let element = elements.first, elements.count == 1 else {
                throw SchemaError(path: path, fault: "must be an array of one type, not \(value)")
            }
            self = .list(try Field("element", stored: element, path: path + ["[]"]))
        case .object(let members):
            var fields: [Field] = []
            for member in members {
                fields.append(try Field(member.key, stored: member.value, path: path + [member.key]))
            }
            self = .structure(fields)
        default: throw SchemaError(path: path, fault: "must be a type, not \(value)")
        }
    }
}

extension Field {
    private static var required: JSONValue { "required" }

    fileprivate var stored: JSONValue {
        isNullable ? type.stored : .array([Self.required, type.stored])
    }

    fileprivate init(_ name: String, stored value: JSONValue, path: [String]) throws(SchemaError) {
        if case .array(let parts) = value, parts.count == 2, parts[0] == Self.required {
            self.init(name, try ColumnType(stored: parts[1], path: path), isNullable: false)
        } else {
            self.init(name, try ColumnType(stored: value, path: path))
        }
    }
}

// The names of types, for the state and for messages.
extension ColumnType {
    private static let named: [(name: String, type: ColumnType)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("long_integer", .longInteger),
        ("double", .double), ("string", .string), ("text", .text), ("json", .json), ("timestamp", .timestamp),
        ("date", .date), ("time", .time), ("uuid", .uuid), ("binary", .binary),
    ]

    /// What the type is called.
    package var name: String {
        switch self {
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .list: "list"
        case .structure: "struct"
        default: Self.named.first { $0.type == self }?.name ?? "null"
        }
    }

    fileprivate init?(name: String) {
        if let named = Self.named.first(where: { $0.name == name }) {
            self = named.type
            return
        }
        guard name.hasPrefix("decimal("), name.hasSuffix(")") else { return nil }
        let numbers = name.dropFirst(8).dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 2, let precision = Int(numbers[0]), let scale = Int(numbers[1]),
            ColumnType.isDecimal(precision: precision, scale: scale)
        else { return nil }
        self = .decimal(precision: precision, scale: scale)
    }

    /// Whether a decimal can have this many digits.
    static func isDecimal(precision: Int, scale: Int) -> Bool {
        (1...38).contains(precision) && (0...precision).contains(scale)
    }
}
