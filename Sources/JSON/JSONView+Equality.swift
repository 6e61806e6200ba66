extension JSONView: Equatable {
    /// Whether two values are the same JSON value: numbers by their mathematical value, objects regardless of the order
    /// of their members, strings by their bytes.
    public static func == (left: JSONView, right: JSONView) -> Bool {
        defer {
            extendLifetime(left.document)
            extendLifetime(right.document)
        }
        return equal(left.node, right.node)
    }

    static func equal(_ left: UnsafeJSONNode, _ right: UnsafeJSONNode) -> Bool {
        let (leftKind, rightKind) = (left.kind, right.kind)
        if leftKind.isNumber, rightKind.isNumber { return JSONNumber(left) == JSONNumber(right) }
        guard leftKind == rightKind else { return false }
        switch leftKind {
        case .string: return left.hasText(UnsafeRawBufferPointer(right.utf8))
        case .array: return equalElements(left, right)
        case .object: return equalMembers(left, right)
        default: return left.tag == right.tag
        }
    }

    private static func equalElements(_ left: UnsafeJSONNode, _ right: UnsafeJSONNode) -> Bool {
        guard left.count == right.count else { return false }
        var (one, other) = (left.first, right.first)
        while !one.isEnd {
            if !equal(one, other) { return false }
            (one, other) = (one.next, other.next)
        }
        return true
    }

    private static func equalMembers(_ left: UnsafeJSONNode, _ right: UnsafeJSONNode) -> Bool {
        guard left.count == right.count else { return false }
        // Documents of one source have their keys in one order, so the same place is tried before a search.
        var (key, candidate) = (left.first, right.first)
        while !key.isEnd {
            let other =
                candidate.hasText(UnsafeRawBufferPointer(key.utf8))
                ? candidate.next : right.member(UnsafeRawBufferPointer(key.utf8))
            guard let other, equal(key.next, other) else { return false }
            (key, candidate) = (key.next.next, candidate.next.next)
        }
        return true
    }
}
