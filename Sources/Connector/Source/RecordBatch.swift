package import JSON

/// Records that lie in one parsed document, by their places in it. Nothing is copied.
package struct RecordBatch: Sendable {
    /// What the records are part of.
    package let document: JSONDocument
    /// The places of the records on the document's tape, in order.
    private let places: [Int]

    /// The records at the given nodes of a document.
    package init(document: JSONDocument, places: [Int]) {
        self.document = document
        self.places = places
    }

    /// The elements of an array; anything else has none.
    package init(elementsOf array: JSONView) {
        var places: [Int] = []
        array.withUnsafeNode { array in
            guard array.tag == .array else { return }
            places.reserveCapacity(array.count)
            var element = array.first
            while !element.isEnd {
                places.append(element.index)
                element = element.next
            }
        }
        self.init(document: array.document, places: places)
    }

    /// No records.
    package static let empty = RecordBatch(document: JSONDocument(.null), places: [])

    package var count: Int { places.count }
    package var isEmpty: Bool { places.isEmpty }

    /// Calls `body` with each record, without ownership.
    package func forEachNode<Failure: Error>(
        _ body: (UnsafeJSONNode) throws(Failure) -> Void
    ) throws(Failure) {
        try document.root.withUnsafeNode { (root) throws(Failure) in
            for place in places { try body(root.at(place)) }
        }
    }

    /// The records, as views.
    package var views: [JSONView] {
        document.root.withUnsafeNode { root in places.map { document.root.view(of: root.at($0)) } }
    }

    /// The records from `first` on, at most `count` of them.
    package func part(from first: Int, count: Int = .max) -> RecordBatch {
        RecordBatch(document: document, places: Array(places.dropFirst(first).prefix(count)))
    }

    /// The records for which `isWanted` holds.
    package func filter<Failure: Error>(
        _ isWanted: (UnsafeJSONNode) throws(Failure) -> Bool
    ) throws(Failure) -> RecordBatch {
        var kept: [Int] = []
        kept.reserveCapacity(places.count)
        try forEachNode { (node) throws(Failure) in
            if try isWanted(node) { kept.append(node.index) }
        }
        return RecordBatch(document: document, places: kept)
    }
}
