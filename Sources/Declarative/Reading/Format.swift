internal import JSON
internal import Spelling
internal import YAML

/// What a value in a connector file looks like: how it is read, and how JSON Schema says so.
///
/// Formats are built from one another, down to whole files, so the loader and the published schema cannot disagree.
struct Format<Value>: Sendable {
    private let makeSchema: @Sendable () -> JSONValue
    /// Reads a value; records what is wrong and returns nil when it cannot.
    let read: @Sendable (YAMLNode, inout Reading) -> Value?

    /// A format from its parts. The schema is made each time somebody asks for it, which loading a file never does: all
    /// schemas together take longer to make than a file to load.
    init(
        schema: @autoclosure @escaping @Sendable () -> JSONValue,
        read: @escaping @Sendable (YAMLNode, inout Reading) -> Value?
    ) {
        makeSchema = schema
        self.read = read
    }

    /// The JSON Schema of the value.
    var schema: JSONValue { makeSchema() }

    /// The same value, turned into another type. Returning nil is an error only if `transform` records one.
    func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Format<Other> {
        Format<Other>(schema: schema) { (node, reading) in read(node, &reading).map(transform) }
    }

    /// The same value with a further check, which returns what is wrong.
    func checked(_ check: @escaping @Sendable (Value) -> String?) -> Format<Value> {
        Format(schema: schema) { (node, reading) in
            guard let value = read(node, &reading) else { return nil }
            if let fault = check(value) {
                reading.complain(fault, at: node.position)
                return nil
            }
            return value
        }
    }

    /// The same value with further keywords in its schema.
    func annotated(_ keywords: JSONObject) -> Format<Value> {
        Format(schema: schema.adding(keywords), read: read)
    }
}

extension Format {
    /// The same value under a name: the published schema describes it once and refers to it wherever else it stands.
    func named(_ name: String) -> Format {
        annotated(["$anchor": .string(name)])
    }
}

extension JSONValue {
    /// A schema with further keywords.
    fileprivate func adding(_ keywords: JSONObject) -> JSONValue {
        guard case .object(var members) = self else { return self }
        for keyword in keywords { members[keyword.key] = keyword.value }
        return .object(members)
    }
}

extension YAMLNode {
    /// What the value is, for messages such as "expected a list, found a number".
    var kindName: String {
        switch content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: return "nothing"
            case .bool: return "`\(scalar.text)`"
            case .string(let text): return text.isEmpty ? "an empty text" : "the text `\(text.shortened)`"
            default: return "the number \(scalar.text.shortened)"
            }
        }
    }
}
