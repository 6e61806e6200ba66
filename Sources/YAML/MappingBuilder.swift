/// Collects the keys and values of a mapping as they come, and carries out its merge key.
struct MappingBuilder {
    private enum Pending {
        case key(String, YAMLPosition)
        case merge
        /// A key that was found wrong and whose value is of no interest.
        case refused
    }

    private struct Merge {
        let keyPosition: YAMLPosition
        /// How many entries stand before the merge key.
        let index: Int
        var sources: [YAMLMapping] = []
    }

    private let start: YAMLPosition
    private var mapping = YAMLMapping()
    private var pending: Pending?
    private var merge: Merge?

    init(start: YAMLPosition) {
        self.start = start
    }

    /// Takes the next key or value, or nil for one that was found wrong; an alias stands at its own `position`. Returns
    /// what is wrong with it here.
    mutating func add(_ node: YAMLNode?, at position: YAMLPosition) -> YAMLError? {
        guard let pending else {
            return addKey(node, at: position)
        }
        self.pending = nil
        switch pending {
        case .key(let key, let keyPosition):
            let value = node ?? .null(at: position)
            mapping.append(YAMLMapping.Entry(key: key, keyPosition: keyPosition, value: value))
            return nil
        case .merge:
            return node.flatMap { addMerged($0, at: position) }
        case .refused:
            return nil
        }
    }

    private mutating func addKey(_ node: YAMLNode?, at position: YAMLPosition) -> YAMLError? {
        pending = .refused
        guard let node else { return nil }
        guard let scalar = node.scalar else { return collectionAsKey(at: position) }
        let isMerge = scalar.style == .plain && scalar.text == "<<"
        if let first = isMerge ? merge?.keyPosition : mapping.entry(for: scalar.text)?.keyPosition {
            return YAMLError(.duplicateKey(scalar.text, first: first), at: position)
        }
        pending = isMerge ? .merge : .key(scalar.text, position)
        if isMerge { merge = Merge(keyPosition: position, index: mapping.count) }
        return nil
    }

    private func collectionAsKey(at position: YAMLPosition) -> YAMLError {
        let isTemplate = position == YAMLPosition(line: start.line, column: start.column + 1)
        return isTemplate
            ? YAMLError(.syntax(.unquotedTemplate), at: start) : YAMLError(.collectionAsKey, at: position)
    }

    private mutating func addMerged(_ node: YAMLNode, at position: YAMLPosition) -> YAMLError? {
        switch node.content {
        case .mapping(let source):
            merge?.sources = [source]
        case .sequence(let elements):
            merge?.sources = elements.compactMap(\.mapping)
            if let wrong = elements.first(where: { $0.mapping == nil }) {
                return YAMLError(.invalidMerge, at: wrong.position)
            }
        case .scalar:
            return YAMLError(.invalidMerge, at: position)
        }
        return nil
    }

    /// The mapping. Its own keys win over merged ones, and among those the ones merged first.
    func finish() -> YAMLMapping {
        guard let merge else { return mapping }
        var merged = YAMLMapping()
        for entry in mapping.prefix(merge.index) { merged.append(entry) }
        for entry in merge.sources.joined() where mapping.entry(for: entry.key) == nil {
            if merged.entry(for: entry.key) == nil { merged.append(entry) }
        }
        for entry in mapping.dropFirst(merge.index) { merged.append(entry) }
        return merged
    }
}
