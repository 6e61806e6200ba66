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

    private static var comparedPairwiseUpTo: Int { 32 }

    /// Small objects are compared pair by pair, which allocates nothing; large ones through a set.
    private static func duplicateKey(of object: UnsafeJSONNode) -> UnsafeJSONNode? {
        guard object.count <= comparedPairwiseUpTo else { return duplicateKeyBySet(of: object) }
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: comparedPairwiseUpTo) { prefixes in
            var key = object.first
            var count = 0
            while !key.isEnd {
                let prefix = key.textPrefix
                // Without a branch, so that the compiler compares several at once.
                var equal: UInt64 = 0
                for earlier in 0..<count { equal |= prefixes[earlier] == prefix ? 1 : 0 }
                if equal != 0, hasEarlierTwin(key, in: object) { return key }
                prefixes[count] = prefix
                count += 1
                key = key.next.next
            }
            return nil
        }
    }

    private static func hasEarlierTwin(_ key: UnsafeJSONNode, in object: UnsafeJSONNode) -> Bool {
        var earlier = object.first
        while earlier.index < key.index {
            if earlier.hasText(UnsafeRawBufferPointer(key.utf8)) { return true }
            earlier = earlier.next.next
        }
        return false
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
