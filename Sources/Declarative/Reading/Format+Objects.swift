internal import JSON
internal import Spelling
internal import YAML

/// A key of a mapping whose keys are fixed.
struct Key<Value>: Sendable {
    let name: String
    let format: Format<Value>
    /// What the key is for: one sentence, shown by editors.
    let help: String
    /// What a file that lacks the key means, where that can be written down. It is told to editors and readers; the value
    /// itself comes from the model.
    let defaultValue: JSONValue?

    init(_ name: String, _ format: Format<Value>, _ help: String, byDefault defaultValue: JSONValue? = nil) {
        self.name = name
        self.format = format
        self.help = help
        self.defaultValue = defaultValue
    }
}

/// A key without its type, for lists of keys.
protocol AnyKey: Sendable {
    var name: String { get }
    var help: String { get }
    var defaultValue: JSONValue? { get }
    var schema: JSONValue { get }
}

extension Key: AnyKey {
    var schema: JSONValue { format.schema }
}

/// The keys that a mapping may have.
struct KeySet: Sendable {
    let keys: [any AnyKey]
    let required: [String]

    init(_ keys: [any AnyKey], required: [String] = []) {
        self.keys = keys
        self.required = required
    }

    /// The schema of a mapping with these keys and no others.
    var schema: JSONValue {
        var properties = JSONObject()
        for key in keys { properties[key.name] = described(key) }
        var schema = JSONObject()
        schema["type"] = "object"
        schema["properties"] = .object(properties)
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        schema["additionalProperties"] = false
        return .object(schema)
    }

    private func described(_ key: any AnyKey) -> JSONValue {
        var members = key.schema.object ?? JSONObject()
        members["description"] = .string(key.help)
        members["default"] = key.defaultValue
        return .object(members)
    }
}

/// A mapping with fixed keys while it is read. Reading a key that is missing yields nil; reading one that is wrong records
/// the error and yields nil as well.
struct ObjectReader {
    let node: YAMLNode
    private let entries: YAMLMapping
    private let keys: KeySet

    /// Checks that a node is a mapping with no unknown keys and all required ones; nil when it is no mapping.
    init?(_ node: YAMLNode, _ keys: KeySet, _ reading: inout Reading) {
        guard let entries = node.mapping else {
            reading.complain("expected a mapping, found \(node.kindName)", at: node.position)
            return nil
        }
        self.node = node
        self.entries = entries
        self.keys = keys
        let known = keys.keys.map(\.name)
        for entry in entries where !known.contains(entry.key) {
            reading.complain(unknown: "key", entry.key, among: known, at: entry.keyPosition)
        }
        for name in keys.required where entries[name] == nil {
            reading.complain("`\(name)` is missing here", at: node.position)
        }
    }

    /// Whether the key is there.
    func has(_ key: some AnyKey) -> Bool { entries[key.name] != nil }

    /// The node of a key's value.
    func node(of key: some AnyKey) -> YAMLNode? { entries[key.name] }

    /// The value of a key.
    func read<Value>(_ key: Key<Value>, _ reading: inout Reading) -> Value? {
        precondition(keys.keys.contains { $0.name == key.name }, "`\(key.name)` is not listed among the keys")
        return entries[key.name].flatMap { key.format.read($0, &reading) }
    }
}

extension Format {
    /// A mapping with fixed keys.
    static func object(
        _ keys: KeySet, _ build: @escaping @Sendable (ObjectReader, inout Reading) -> Value?
    ) -> Format {
        Format(schema: keys.schema) { (node, reading) in
            ObjectReader(node, keys, &reading).flatMap { build($0, &reading) }
        }
    }

    /// A mapping whose `type` tells which keys it has. A variant may have several names; help shows the first.
    static func variants(_ variants: [Variant<Value>], key: String = "type", default fallback: String? = nil) -> Format
    {
        Format(
            schema: ["oneOf": .array(variants.map { $0.schema(typeKey: key, isTypeRequired: $0.name != fallback) })]
        ) { (node, reading) in
            guard let entries = node.mapping else {
                reading.complain("expected a mapping with a `\(key)`, found \(node.kindName)", at: node.position)
                return nil
            }
            if let node = entries[key], node.scalar == nil {
                reading.complain(
                    "expected \(variants.map(\.name).alternatives), found \(node.kindName)", at: node.position)
                return nil
            }
            guard let type = entries[key]?.scalar.map({ $0.value.string ?? $0.text }) ?? fallback else {
                reading.complain(
                    "`\(key)` is missing here: expected \(variants.map(\.name).alternatives)", at: node.position)
                return nil
            }
            guard let variant = variants.first(where: { $0.names.contains(type) }) else {
                let position = entries[key]?.position ?? node.position
                reading.complain(unknown: key, type, among: variants.map(\.name), at: position)
                return nil
            }
            let keys = KeySet(
                [Key(key, Format<String>.text, "Which kind this is.")] + variant.keys.keys,
                required: variant.keys.required)
            return ObjectReader(node, keys, &reading).flatMap { variant.build($0, &reading) }
        }
    }
}

/// One of the shapes of a mapping with a `type`.
struct Variant<Value>: Sendable {
    let names: [String]
    let help: String
    let keys: KeySet
    let build: @Sendable (ObjectReader, inout Reading) -> Value?

    init(
        _ names: String..., help: String, keys: [any AnyKey] = [], required: [String] = [],
        build: @escaping @Sendable (ObjectReader, inout Reading) -> Value?
    ) {
        self.names = names
        self.help = help
        self.keys = KeySet(keys, required: required)
        self.build = build
    }

    var name: String { names[0] }

    fileprivate func schema(typeKey: String, isTypeRequired: Bool) -> JSONValue {
        guard case .object(var schema) = keys.schema, case .object(let properties)? = schema["properties"] else {
            return true
        }
        var all = JSONObject()
        all[typeKey] = ["enum": .array(names.map { .string($0) })]
        for property in properties { all[property.key] = property.value }
        schema["properties"] = .object(all)
        let required = (isTypeRequired ? [typeKey] : []) + keys.required
        schema["required"] = required.isEmpty ? nil : .array(required.map { .string($0) })
        schema["description"] = .string(help)
        return .object(schema)
    }
}
