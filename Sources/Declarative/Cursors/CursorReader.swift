internal import Connector
internal import DateTime
internal import JSON

/// Looks at the records of a scan, as they are after transforms: how far they reach, and which of them are not wanted.
struct CursorReader: ~Copyable {
    /// What was found in a batch.
    struct Reading {
        /// The records that are wanted.
        var records: RecordBatch
        /// The largest cursor among the records, those included that were read before; nil where there is none.
        var reached: Cursor?
    }

    private let path: JSONPath
    private let order: CursorOrder
    /// Records before this are not wanted.
    private let bound: CursorOrder.Key?
    /// Records exactly at this are not wanted when they were read before.
    private let read: (key: CursorOrder.Key, boundary: Set<String>)?
    private let remembersBoundary: Bool
    private var fingerprint: RecordFingerprint
    private var largest: [Int] = []

    /// A reader for a scan after a cursor. `sent` is what the source was told, or would be if it could filter; fields
    /// that are others each time do not make another record of one that was read.
    init(_ incremental: Incremental, after cursor: Cursor?, sent: SentCursor, ignoring momentaryFields: [String] = []) {
        fingerprint = RecordFingerprint(ignoring: momentaryFields)
        path = incremental.cursorPath
        order = incremental.order
        let isClient = incremental.filter == .client
        bound = isClient ? sent.bound : nil
        remembersBoundary = incremental.isInclusive || isClient
        read = cursor.flatMap { [order] cursor in
            cursor.boundary.isEmpty ? nil : order.key(of: cursor.value).map { ($0, cursor.boundary) }
        }
    }

    /// Takes out of a batch what is not wanted, and finds out how far it reaches.
    mutating func read(_ batch: RecordBatch) -> Reading {
        var maximum: CursorOrder.Key?
        largest.removeAll(keepingCapacity: true)
        var unwanted: [Int] = []
        batch.forEachNode { record in
            guard let node = path.firstNode(in: record), let key = order.key(of: node) else { return }
            if let bound, key.isText == bound.isText, order.compare(key, bound) == .before {
                unwanted.append(record.index)
                return
            }
            if let read, order.compare(key, read.key) == .same, read.boundary.contains(fingerprint(record)) {
                unwanted.append(record.index)
            }
            switch maximum.map({ order.compare(key, $0) }) ?? .after {
            case .after:
                maximum = key
                largest.removeAll(keepingCapacity: true)
                largest.append(record.index)
            case .same: largest.append(record.index)
            case .before: break
            }
        }
        return Reading(records: batch.without(unwanted), reached: reached(in: batch))
    }

    private mutating func reached(in batch: RecordBatch) -> Cursor? {
        guard let first = largest.first else { return nil }
        return batch.document.root.withUnsafeNode { root in
            guard let node = path.firstNode(in: root.at(first)) else { return nil }
            let value = JSONValue(batch.document.root.view(of: node))
            guard remembersBoundary else { return Cursor(value) }
            if largest.count > Cursor.mostBoundaryRecords { return Cursor(value, isBoundaryCut: true) }
            var boundary: Set<String> = []
            for place in largest { boundary.insert(fingerprint(root.at(place))) }
            return Cursor(value, boundary: boundary)
        }
    }
}

extension RecordBatch {
    /// The records but those at the given places, which stand in the same order.
    fileprivate func without(_ places: [Int]) -> RecordBatch {
        if places.isEmpty { return self }
        var rest = places[...]
        return filter { record in
            guard record.index == rest.first else { return true }
            rest.removeFirst()
            return false
        }
    }
}

extension CursorOrder.Key {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}
