/// The elements of an array or the values of an object, in the order of the text; nothing for a scalar.
struct ChildNodes: Sequence, IteratorProtocol {
    private var current: UnsafeJSONNode
    private let end: Int
    /// How many words before each child are its key.
    private let keyWords: Int

    init(of node: UnsafeJSONNode) {
        let tag = node.tag
        let isContainer = tag == .array || tag == .object
        current = node.first
        end = isContainer ? node.endIndex - 1 : current.index
        keyWords = tag == .object ? 1 : 0
    }

    @inline(__always)
    mutating func next() -> UnsafeJSONNode? {
        guard current.index < end else { return nil }
        let child = current.at(current.index &+ keyWords)
        current = child.next
        return child
    }
}
