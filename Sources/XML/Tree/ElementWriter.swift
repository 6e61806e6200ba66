internal import JSON

/// Writes elements as JSON values.
///
///     <a/>                                null, and so is <a xsi:nil="true"/>
///     <a>text</a>                         "text"
///     <a b="1">text<c/><c>x</c></a>       {"@b": "1", "c": [null, "x"], "#text": "text"}
///
/// Members stand in the order in which their names first appear, the text last. Children with the same name are one
/// array, where the first of them stands.
struct ElementWriter: ~Copyable {
    /// The document that is being written; its values are appended by whoever owns the writer.
    var tape: TapeBuilder
    private var keys: [TapeBuilder.Key?] = []
    private let textKey: TapeBuilder.Key
    /// For each name, the last child that had it, and in which round of linking that was.
    private var lastTwins: [(round: Int, node: Int)] = []
    private var round = 0

    init(capacity: Int) {
        tape = TapeBuilder(capacity: capacity)
        textKey = tape.makeKey("#text".utf8)
    }

    /// Ends the document.
    consuming func finish() -> JSONDocument {
        tape.finishDocument()
    }

    /// Appends an element as an object, whatever it holds. The trees of one writer must not forget their names.
    mutating func writeObject(_ element: Int, of tree: inout ElementTree) {
        linkTwins(among: element, of: &tree)
        let object = tape.open(.object)
        var count = 0
        var hasText = false
        var child = tree.nodes[element].first
        while child >= 0 {
            let node = tree.nodes[Int(child)]
            if node.kind == .text {
                hasText = true
            } else if !node.hasEarlierTwin {
                count += 1
                appendKey(Int(node.name), of: tree)
                if node.kind == .attribute { writeText(node, of: tree) } else { writeMember(Int(child), of: &tree) }
            }
            child = node.next
        }
        if hasText {
            count += 1
            tape.append(textKey)
            writeTexts(of: element, in: tree)
        }
        tape.close(object, .objectEnd, count: count)
    }

    /// Writes a child that has no earlier twin, and its later ones with it.
    private mutating func writeMember(_ element: Int, of tree: inout ElementTree) {
        guard tree.nodes[element].twin >= 0 else { return writeValue(element, of: &tree) }
        let array = tape.open(.array)
        var count = 0
        var twin = element
        while twin >= 0 {
            count += 1
            let next = tree.nodes[twin].twin
            writeValue(twin, of: &tree)
            twin = Int(next)
        }
        tape.close(array, .arrayEnd, count: count)
    }

    /// It calls itself for children: the depth of elements is bounded.
    private mutating func writeValue(_ element: Int, of tree: inout ElementTree) {
        let first = tree.nodes[element].first
        guard first >= 0 else { return tape.append(.null) }
        let child = tree.nodes[Int(first)]
        guard child.next < 0, child.kind != .element else { return writeObject(element, of: &tree) }
        if child.kind == .text {
            writeText(child, of: tree)
        } else if isNil(child, of: tree) {
            tape.append(.null)
        } else {
            writeObject(element, of: &tree)
        }
    }

    /// Whether an attribute says that its element is null (XML Schema part 1, section 2.6.2).
    private func isNil(_ attribute: ElementTree.Node, of tree: ElementTree) -> Bool {
        guard tree.names.bytes(of: Int(attribute.name)).elementsEqual("@xsi:nil".utf8) else { return false }
        let value = tree.text[attribute.text]
        return value.elementsEqual("true".utf8) || value.elementsEqual("1".utf8)
    }

    private mutating func writeText(_ node: ElementTree.Node, of tree: ElementTree) {
        appendText(node, of: tree)
        tape.endString()
    }

    private mutating func writeTexts(of element: Int, in tree: ElementTree) {
        var child = tree.nodes[element].first
        while child >= 0 {
            let node = tree.nodes[Int(child)]
            if node.kind == .text { appendText(node, of: tree) }
            child = node.next
        }
        tape.endString()
    }

    private mutating func appendText(_ node: ElementTree.Node, of tree: ElementTree) {
        tree.text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let start = node.text.lowerBound
            tape.appendText(base + start, count: node.text.count, readable: bytes.count - start)
        }
    }

    private mutating func appendKey(_ name: Int, of tree: ElementTree) {
        while keys.count <= name { keys.append(nil) }
        let key = keys[name] ?? tape.makeKey(tree.names.bytes(of: name))
        keys[name] = key
        tape.append(key)
    }

    private mutating func linkTwins(among element: Int, of tree: inout ElementTree) {
        round += 1
        while lastTwins.count < tree.names.count { lastTwins.append((0, 0)) }
        var child = tree.nodes[element].first
        while child >= 0 {
            let index = Int(child)
            let name = Int(tree.nodes[index].name)
            if tree.nodes[index].kind == .element {
                if lastTwins[name].round == round {
                    tree.nodes[lastTwins[name].node].twin = child
                    tree.nodes[index].hasEarlierTwin = true
                }
                lastTwins[name] = (round, index)
            }
            child = tree.nodes[index].next
        }
    }
}
