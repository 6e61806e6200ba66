internal import JSON
internal import YAML

extension Format {
    /// A list of values.
    static func list<Element>(of element: Format<Element>) -> Format where Value == [Element] {
        Format(schema: ["type": "array", "items": element.schema]) { (node, reading) in
            guard let elements = node.sequence else {
                reading.complain("expected a list, found \(node.kindName)", at: node.position)
                return nil
            }
            return elements.readAll(as: element, &reading)
        }
    }

    /// A list of values, or a single one.
    static func oneOrMore<Element>(_ element: Format<Element>) -> Format where Value == [Element] {
        Format(schema: ["anyOf": [element.schema, ["type": "array", "items": element.schema]]]) { (node, reading) in
            (node.sequence ?? [node]).readAll(as: element, &reading)
        }
    }

    /// A mapping with keys of the author's choice.
    static func mapping<Element>(of element: Format<Element>) -> Format where Value == [(name: String, value: Element)] {
        Format(schema: ["type": "object", "additionalProperties": element.schema]) { (node, reading) in
            guard let entries = node.mapping else {
                reading.complain("expected a mapping, found \(node.kindName)", at: node.position)
                return nil
            }
            return entries.compactMap { entry in
                element.read(entry.value, &reading).map { (name: entry.key, value: $0) }
            }
        }
    }

    /// One of several formats, told apart by the kind of node.
    static func either(scalar: Format, otherwise: Format) -> Format {
        Format(schema: ["anyOf": [scalar.schema, otherwise.schema]]) { (node, reading) in
            (node.scalar == nil ? otherwise : scalar).read(node, &reading)
        }
    }
}

extension [YAMLNode] {
    fileprivate func readAll<Element>(as format: Format<Element>, _ reading: inout Reading) -> [Element] {
        compactMap { format.read($0, &reading) }
    }
}
