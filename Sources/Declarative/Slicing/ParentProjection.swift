internal import Connector
internal import JSON

/// Takes from parents' records what makes slices.
struct ParentProjection: Sendable {
    private let field: String
    private let path: JSONPath
    private let furtherFields: [(name: String, path: JSONPath)]
    private let batch: Int?
    private let separator: String

    /// What one value of a record yields.
    struct Value: Sendable {
        var part: SlicePart
        /// What tells it from others.
        var id: String
    }

    init(_ parent: PartitionRouter.ParentStream) {
        field = parent.field
        path = parent.path
        // A dictionary has no order, and ids are made of these.
        furtherFields = parent.furtherFields.sorted { $0.key < $1.key }.map { (name: $0.key, path: $0.value) }
        batch = parent.batch
        separator = parent.separator
    }

    /// The distinct values of a page, in order. Null, lists and objects are none.
    func values(of records: RecordBatch) -> [Value] {
        var values: [Value] = []
        var ids: Set<String> = []
        records.forEachNode { record in
            var further: [(name: String, value: JSONValue)]?
            path.forEachNode(in: record) { node in
                guard let value = records.document.root.scalar(at: node) else { return true }
                let others = further ?? self.further(of: record, in: records.document)
                further = others
                var part: JSONObject = [field: value]
                for other in others { part[other.name] = other.value }
                let id = part.count == 1 ? value.plainText : JSONValue.object(part).description
                if ids.insert(id).inserted { values.append(Value(part: SlicePart(part), id: id)) }
                return true
            }
        }
        return values
    }

    private func further(of record: UnsafeJSONNode, in document: JSONDocument) -> [(name: String, value: JSONValue)] {
        furtherFields.compactMap { further in
            guard let node = further.path.firstNode(in: record), let value = document.root.scalar(at: node) else {
                return nil
            }
            return (further.name, value)
        }
    }

    /// The parts of values: one for each, or for as many as make a batch.
    func parts(of values: [Value]) -> [SlicePart] {
        guard let batch, batch > 0 else { return values.map(\.part) }
        return stride(from: 0, to: values.count, by: batch).map { start in
            let texts = values[start..<min(start + batch, values.count)].map { $0.part.values[0].value.plainText }
            return SlicePart([field: .string(texts.joined(separator: separator))])
        }
    }
}

extension JSONView {
    /// The text, number or boolean at a node of the same document; nil for null, lists and objects.
    fileprivate func scalar(at node: UnsafeJSONNode) -> JSONValue? {
        switch node.kind {
        case .null, .array, .object: nil
        default: JSONValue(view(of: node))
        }
    }
}
