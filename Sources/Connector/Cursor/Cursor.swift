package import JSON

/// How far a stream or slice was read: the largest value of the cursor field, and which records had exactly that value.
package struct Cursor: Hashable, Sendable {
    /// More records at one value are not remembered.
    package static let mostBoundaryRecords = 1_000

    /// The value, as the records have it.
    package var value: JSONValue
    /// Fingerprints of the records at exactly that value, so that they are known when they come again; empty where none
    /// are remembered.
    package var boundary: Set<String>
    /// Whether there were more of these than are remembered.
    package var isBoundaryCut: Bool

    /// A cursor from its parts.
    package init(_ value: JSONValue, boundary: Set<String> = [], isBoundaryCut: Bool = false) {
        self.value = value
        self.boundary = boundary
        self.isBoundaryCut = isBoundaryCut
        if boundary.count > Self.mostBoundaryRecords {
            self.boundary = []
            self.isBoundaryCut = true
        }
    }
}

extension CursorOrder {
    /// What was reached by two readings together.
    package func later(_ left: Cursor?, _ right: Cursor?) -> Cursor? {
        guard let left, let right else { return left ?? right }
        guard let leftKey = key(of: left.value), let rightKey = key(of: right.value) else {
            return key(of: left.value) == nil ? right : left
        }
        switch compare(leftKey, rightKey) {
        case .before: return right
        case .after: return left
        case .same:
            if left.isBoundaryCut || right.isBoundaryCut { return Cursor(left.value, isBoundaryCut: true) }
            return Cursor(left.value, boundary: left.boundary.union(right.boundary))
        }
    }
}
