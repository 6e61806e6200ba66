internal import JSON

/// Makes one document's nodes from libyaml's events.
///
/// It keeps its own stack, so a text nested too deeply cannot exhaust the thread's. Faults of content (keys that stand
/// twice, tags that do not fit…) are collected while it goes on; faults after which nothing can be trusted end it.
struct DocumentComposer: ~Copyable {
    private enum Anchor {
        /// The value has begun and not ended.
        case open
        /// The value, nil if it was found wrong; its keys and values, and its levels of collections.
        case complete(YAMLNode?, count: Int, height: Int)
    }

    private static var maximumErrors: Int { 100 }

    private var open: [OpenCollection] = []
    private var anchors: [String: Anchor] = [:]
    private var count = 0
    private var root: YAMLNode?
    private var errors: [YAMLError] = []

    private init() {}

    static func compose(_ bytes: UnsafeRawBufferPointer) -> Result<YAMLNode, YAMLErrors> {
        let source = SourceText(bytes)
        let empty = YAMLNode.null(at: YAMLPosition(line: 1, column: 1))
        if source.bytes.isEmpty { return .success(empty) }
        var composer = DocumentComposer()
        do {
            try composer.read(source)
        } catch {
            composer.errors.append(error)
        }
        return YAMLErrors(composer.errors).map { .failure($0) } ?? .success(composer.root ?? empty)
    }

    private mutating func read(_ source: SourceText) throws(YAMLError) {
        var reader = try EventReader(source)
        var documents = 0
        while errors.count < Self.maximumErrors {
            let event = try reader.next()
            switch event.content {
            case .documentStart:
                documents += 1
                if documents > 1 { throw YAMLError(.severalDocuments, at: event.position) }
            case .scalar(let text, let style): try add(text, style, event)
            case .sequenceStart: try begin(event, isMapping: false)
            case .mappingStart: try begin(event, isMapping: true)
            case .collectionEnd: end()
            case .alias(let name): try addAlias(of: name, at: event.position)
            case .streamStart, .documentEnd: break
            case .streamEnd: return
            }
        }
    }

    private mutating func add(_ text: String, _ style: YAMLScalar.Style, _ event: Event) throws(YAMLError) {
        try countUp(by: 1, at: event.position)
        var node: YAMLNode?
        do throws(YAMLError) {
            let value = try Self.value(of: text, style, event)
            node = YAMLNode(
                content: .scalar(YAMLScalar(text: text, style: style, value: value)), position: event.position)
        } catch {
            errors.append(error)
        }
        if let anchor = event.anchor { anchors[anchor] = .complete(node, count: 1, height: 0) }
        place(node, height: 0, at: event.position)
    }

    private static func value(
        of text: String, _ style: YAMLScalar.Style, _ event: Event
    ) throws(YAMLError) -> JSONValue {
        guard let name = event.tag else {
            return style == .plain ? try CoreSchema.resolve(text, at: event.position) : .string(text)
        }
        guard let tag = CoreTag(name: name) else {
            throw YAMLError(.unknownTag(CoreTag.shorthand(of: name)), at: event.position)
        }
        return try CoreSchema.resolve(text, as: tag, at: event.position)
    }

    private mutating func begin(_ event: Event, isMapping: Bool) throws(YAMLError) {
        if open.count == YAMLNode.maximumDepth { throw YAMLError(.tooDeep, at: event.position) }
        if let name = event.tag, CoreTag(name: name) != (isMapping ? .mapping : .sequence) {
            let tag = CoreTag.shorthand(of: name)
            let isKnown = CoreTag(name: name) != nil
            errors.append(YAMLError(isKnown ? .unfitTag(tag) : .unknownTag(tag), at: event.position))
        }
        open.append(OpenCollection(event, isMapping: isMapping, countBefore: count))
        try countUp(by: 1, at: event.position)
        if let anchor = event.anchor { anchors[anchor] = .open }
    }

    private mutating func end() {
        guard let collection = open.popLast() else { return }
        let node = collection.finish()
        if let anchor = collection.anchor {
            let count = count - collection.countBefore
            anchors[anchor] = .complete(node, count: count, height: collection.height)
        }
        place(node, height: collection.height, at: collection.start)
    }

    private mutating func addAlias(of name: String, at position: YAMLPosition) throws(YAMLError) {
        switch anchors[name] {
        case .complete(let node, let count, let height):
            try countUp(by: count, at: position)
            if open.count + height > YAMLNode.maximumDepth { throw YAMLError(.tooDeep, at: position) }
            place(node, height: height, at: position)
        case .open:
            errors.append(YAMLError(.recursiveAlias(name), at: position))
            place(nil, height: 0, at: position)
        case nil:
            errors.append(YAMLError(.unknownAnchor(name), at: position))
            place(nil, height: 0, at: position)
        }
    }

    private mutating func countUp(by more: Int, at position: YAMLPosition) throws(YAMLError) {
        count += more
        if count > YAMLNode.maximumCount { throw YAMLError(.tooLarge, at: position) }
    }

    private mutating func place(_ node: YAMLNode?, height: Int, at position: YAMLPosition) {
        guard let last = open.indices.last else {
            root = node
            return
        }
        if let error = open[last].add(node, height: height, at: position) { errors.append(error) }
    }
}
