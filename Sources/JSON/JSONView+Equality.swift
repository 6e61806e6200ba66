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
        // Documents of one source have their keys in one order, and are compared as they lie. Others are indexed.
        var (key, other) = (left.first, right.first)
        while !key.isEnd {
            guard key.hasText(UnsafeRawBufferPointer(other.utf8)) else { return JSONValue(left) == JSONValue(right) }
            if !equal(key.next, other.next) { return false }
            (key, other) = (key.next.next, other.next.next)
        }
        return true
    }
}
