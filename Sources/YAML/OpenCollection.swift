/// A sequence or mapping whose end has not come yet.
struct OpenCollection {
    let start: YAMLPosition
    let anchor: String?
    /// How many keys and values the document had before this one.
    let countBefore: Int
    /// How many levels of collections there are in it, itself counted.
    private(set) var height = 1
    // Two fields rather than an enum, whose payload could not grow in place.
    private var elements: [YAMLNode] = []
    private var mapping: MappingBuilder?

    init(_ event: Event, isMapping: Bool, countBefore: Int) {
        start = event.position
        anchor = event.anchor
        self.countBefore = countBefore
        mapping = isMapping ? MappingBuilder(start: event.position) : nil
    }

    /// Takes what comes next, or nil for something that was found wrong. Returns what is wrong with it here.
    mutating func add(_ node: YAMLNode?, height: Int, at position: YAMLPosition) -> YAMLError? {
        self.height = max(self.height, height + 1)
        if mapping != nil { return mapping?.add(node, at: position) }
        if let node { elements.append(node) }
        return nil
    }

    /// The collection as a node.
    func finish() -> YAMLNode {
        YAMLNode(content: mapping.map { .mapping($0.finish()) } ?? .sequence(elements), position: start)
    }
}
