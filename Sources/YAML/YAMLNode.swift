internal import JSON

/// A value of a YAML document and the place where it stands.
///
/// An alias yields the very node its anchor names, which therefore reports the place of the anchored value. Nodes share
/// their storage, so an alias costs nothing however large the value is; how far all aliases together may expand a
/// document is bounded when it is parsed, so walking the nodes is bounded too.
package struct YAMLNode: Sendable {
    /// The three kinds of value YAML has.
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    /// The value.
    package let content: Content
    /// Where the value begins, with the tag or anchor before it: a block mapping at its first key, a block sequence at
    /// its first dash, a block scalar at its `|` or `>`, a missing value behind the colon.
    package let position: YAMLPosition

    static func null(at position: YAMLPosition) -> YAMLNode {
        YAMLNode(content: .scalar(YAMLScalar(text: "", style: .plain, value: .null)), position: position)
    }
}

extension YAMLNode {
    /// The value of a scalar; nil for anything else.
    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The elements of a sequence; nil for anything else.
    package var sequence: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The entries of a mapping; nil for anything else.
    package var mapping: YAMLMapping? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a mapping's key; nil when there is none or this is no mapping.
    package subscript(key: String) -> YAMLNode? { mapping?[key] }
}
