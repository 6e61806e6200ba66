internal import JSON

/// The entries of a mapping, in the order of the text. Keys are unique, byte for byte.
///
/// The entries a merge key (`<<`) brings in stand in its place; the merge key itself is gone. Look-up by key walks small
/// mappings and uses an index in large ones.
package struct YAMLMapping: Sendable {
    /// A key and its value.
    package struct Entry: Sendable {
        /// The key's text; that of a key which is null, a boolean or a number is its text as it was written.
        package let key: String
        /// Where the key stands; that of a merged entry where it was written first.
        package let keyPosition: YAMLPosition
        /// The key's value.
        package let value: YAMLNode
    }

    private static var indexedFrom: Int { 16 }

    private var entries: [Entry] = []
    private var positions: [ExactText: Int] = [:]

    init() {}

    /// The entry of a key; nil when there is none.
    package func entry(for key: String) -> Entry? {
        position(of: key).map { entries[$0] }
    }

    /// The value of a key; nil when there is none.
    package subscript(key: String) -> YAMLNode? { entry(for: key)?.value }

    private func position(of key: String) -> Int? {
        let key = ExactText(key)
        return positions.isEmpty ? entries.firstIndex { ExactText($0.key) == key } : positions[key]
    }

    /// Adds an entry whose key is not there yet.
    mutating func append(_ entry: Entry) {
        entries.append(entry)
        if !positions.isEmpty {
            positions[ExactText(entry.key)] = entries.count - 1
        } else if entries.count == Self.indexedFrom {
            for (position, entry) in entries.enumerated() { positions[ExactText(entry.key)] = position }
        }
    }
}

extension YAMLMapping: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }
    package subscript(position: Int) -> Entry { entries[position] }
}
