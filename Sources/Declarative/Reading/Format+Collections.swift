internal import JSON
internal import YAML

extension Format {
    /// A list of such values.
    var list: Format<[Value]> {
        Format<[Value]>(schema: ["type": "array", "items": schema]) { (node, reading) in
            guard let elements = node.sequence else {
                reading.complain("expected a list, found \(node.kindName)", at: node.position)
                return nil
            }
            return readAll(elements, &reading)
        }
    }

    /// A list of such values that is not empty, or a single one.
    var oneOrMore: Format<[Value]> {
        Format<[Value]>(schema: ["anyOf": [schema, ["type": "array", "items": schema, "minItems": 1]]]) {
            (node, reading) in
            let nodes = node.sequence ?? [node]
            if nodes.isEmpty { reading.complain("the list is empty; give it at least one value", at: node.position) }
            return readAll(nodes, &reading)
        }
    }

    /// A mapping of such values, with keys of the author's choice.
    var mapping: Format<[(name: String, value: Value)]> {
        Format<[(name: String, value: Value)]>(schema: ["type": "object", "additionalProperties": schema]) {
            (node, reading) in
            guard let entries = node.mapping else {
                reading.complain("expected a mapping, found \(node.kindName)", at: node.position)
                return nil
            }
            return entries.compactMap { entry in read(entry.value, &reading).map { (name: entry.key, value: $0) } }
        }
    }

    /// One of two formats: the first for a scalar, the other for anything else.
    static func either(scalar: Format, otherwise: Format) -> Format {
        Format(schema: ["anyOf": [scalar.schema, otherwise.schema]]) { (node, reading) in
            (node.scalar == nil ? otherwise : scalar).read(node, &reading)
        }
    }

    private func readAll(_ nodes: [YAMLNode], _ reading: inout Reading) -> [Value] {
        nodes.compactMap { read($0, &reading) }
    }
}
