extension JSONDocument {
    /// Throws for the first object that has a key twice.
    static func rejectDuplicateKeys(on tape: JSONTape, parsedFrom text: UnsafeRawBufferPointer) throws(JSONError) {
        defer { extendLifetime(tape) }
        guard let key = firstDuplicateKey(in: tape.root) else { return }
        throw JSONError(
            .duplicateKey(String(decoding: key.utf8, as: UTF8.self)),
            at: ExactParser.offset(ofTapeIndex: key.index, in: text), in: text)
    }

    private static func firstDuplicateKey(in root: UnsafeJSONNode) -> UnsafeJSONNode? {
        var node = root
        let end = root.endIndex
        while node.index < end {
            if node.tag == .object, let duplicate = duplicateKey(of: node) { return duplicate }
            node = node.kind == .array || node.kind == .object ? node.first : node.next
        }
        return nil
    }

    /// Small objects are compared pair by pair, which allocates nothing; large ones through a set.
    private static func duplicateKey(of object: UnsafeJSONNode) -> UnsafeJSONNode? {
        if object.count > 32 { return duplicateKeyBySet(of: object) }
        var key = object.first
        while !key.isEnd {
            var earlier = object.first
            while earlier.index < key.index {
                if earlier.hasText(UnsafeRawBufferPointer(key.utf8)) { return key }
                earlier = earlier.next.next
            }
            key = key.next.next
        }
        return nil
    }

    private static func duplicateKeyBySet(of object: UnsafeJSONNode) -> UnsafeJSONNode? {
        var seen: Set<ExactText> = []
        var key = object.first
        while !key.isEnd {
            if !seen.insert(ExactText(String(decoding: key.utf8, as: UTF8.self))).inserted { return key }
            key = key.next.next
        }
        return nil
    }
}
