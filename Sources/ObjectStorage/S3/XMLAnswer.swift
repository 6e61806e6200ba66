internal import CloudAccess
internal import JSON

/// An answer in XML: its root element.
struct XMLAnswer {
    let name: String
    private let root: JSONValue

    /// Reads an answer; nil when it is not XML.
    init?(_ bytes: [UInt8]) {
        // The names of elements with attributes stay; the namespace of S3's answers is one.
        guard let member = XMLTree.parse(bytes)?.object?.first else { return nil }
        name = member.key
        root = member.value
    }

    /// The text of an element directly in the root.
    subscript(name: String) -> String? { root[name]?.string }

    /// The elements of a name directly in the root.
    func elements(_ name: String) -> [JSONValue] {
        guard let value = root[name] else { return [] }
        return value.array ?? [value]
    }
}
