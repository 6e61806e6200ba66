/// Elements with their attributes, text and children, as they come. Its memory is used again for the next tree.
///
/// White space that stands alone between two tags is layout, and not kept.
struct ElementTree {
    enum Kind {
        case element
        case attribute
        case text
    }

    struct Node {
        let kind: Kind
        /// A number of `names`; -1 for text and for the tree's root.
        let name: Int32
        let parent: Int32
        /// The first and last child, and the neighbours among the children of the parent; -1 is none.
        var first: Int32 = -1
        var last: Int32 = -1
        var previous: Int32 = -1
        var next: Int32 = -1
        /// The next child of the parent with the same name, and whether there is one before.
        var twin: Int32 = -1
        var hasEarlierTwin = false
        /// Where the text of an attribute or a text lies.
        var text: Range<Int> = 0..<0
    }

    private(set) var names = NameTable()
    private(set) var text: [UInt8] = []
    var nodes: [Node] = []
    /// The innermost element that is open.
    private(set) var current = 0
    private var endsInWhiteSpace = false
    private var sizeOfEarlierNames = 0

    /// A tree that has only a root without a name, which is open.
    init() {
        removeAll()
    }

    /// About how many bytes the tree takes.
    var size: Int { text.count + nodes.count * MemoryLayout<Node>.stride + names.size - sizeOfEarlierNames }

    /// Begins anew with the root alone. Names keep their numbers.
    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        nodes.append(Node(kind: .element, name: -1, parent: -1))
        current = 0
        endsInWhiteSpace = false
        sizeOfEarlierNames = names.size
    }

    /// Forgets the names, and with them what they were numbered. There must be no nodes but the root.
    mutating func forgetNames() {
        names = NameTable()
        sizeOfEarlierNames = names.size
    }

    /// The number of a name, for `openElement`.
    mutating func number(of name: UnsafeRawBufferPointer) -> Int {
        names.number(of: name)
    }

    /// Opens an element inside the current one.
    mutating func openElement(_ name: Int) {
        dropLayout()
        current = append(Node(kind: .element, name: Int32(truncatingIfNeeded: name), parent: Int32(current)))
    }

    /// Gives the current element an attribute.
    mutating func addAttribute(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        let number = names.number(of: name, isAttribute: true)
        var node = Node(kind: .attribute, name: Int32(truncatingIfNeeded: number), parent: Int32(current))
        node.text = text.count..<text.count + value.count
        text.append(contentsOf: value)
        _ = append(node)
    }

    /// Adds text to the current element.
    mutating func addText(_ piece: UnsafeRawBufferPointer) {
        let last = Int(nodes[current].last)
        let isWhite = piece.allSatisfy(Self.isWhiteSpace)
        text.append(contentsOf: piece)
        if last >= 0, nodes[last].kind == .text {
            nodes[last].text = nodes[last].text.lowerBound..<text.count
            endsInWhiteSpace = endsInWhiteSpace && isWhite
        } else {
            var node = Node(kind: .text, name: -1, parent: Int32(current))
            node.text = text.count - piece.count..<text.count
            _ = append(node)
            endsInWhiteSpace = isWhite
        }
    }

    /// Ends the text before a tag, which is not kept when it is nothing but white space.
    mutating func dropLayout() {
        guard endsInWhiteSpace else { return }
        endsInWhiteSpace = false
        text.removeLast(nodes[nodes.count - 1].text.count)
        removeLastNode()
    }

    /// Closes the current element. An empty one is taken out of the tree again where that is wanted.
    mutating func closeElement(removingIfEmpty: Bool = false) {
        dropLayout()
        let closed = nodes[current]
        if removingIfEmpty, closed.first < 0 { removeLastNode() }
        current = Int(closed.parent)
    }

    private mutating func append(_ node: Node) -> Int {
        let index = Int32(truncatingIfNeeded: nodes.count)
        let parent = Int(node.parent)
        var node = node
        node.previous = nodes[parent].last
        nodes.append(node)
        if node.previous >= 0 { nodes[Int(node.previous)].next = index } else { nodes[parent].first = index }
        nodes[parent].last = index
        return Int(index)
    }

    /// The last node is always the last child of its parent.
    private mutating func removeLastNode() {
        let node = nodes.removeLast()
        let parent = Int(node.parent)
        nodes[parent].last = node.previous
        if node.previous >= 0 { nodes[Int(node.previous)].next = -1 } else { nodes[parent].first = -1 }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): true
        default: false
        }
    }
}
