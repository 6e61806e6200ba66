/// A value inside a parsed document: a reference to the document and a place on its tape.
///
/// Views are small and cheap to copy, and keep their document alive.
public struct JSONView: Sendable {
    /// The document this value belongs to.
    public let document: JSONDocument
    let index: Int

    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    var node: UnsafeJSONNode {
        UnsafeJSONNode(words: document.tape.words, strings: document.tape.strings, index: index)
    }

    /// The value without ownership, for the length of the call.
    public func withUnsafeNode<Result, Failure: Error>(
        _ body: (UnsafeJSONNode) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { extendLifetime(document) }
        return try body(node)
    }

    /// The value at a node of the same document.
    public func view(of node: UnsafeJSONNode) -> JSONView {
        JSONView(document: document, index: node.index)
    }
}

// Scalars.
extension JSONView {
    /// What the value is.
    public var kind: JSONKind { node.kind }

    /// Whether the value is `null`.
    public var isNull: Bool { node.tag == .null }

    /// The value of `true` or `false`; nil for anything else.
    public var bool: Bool? {
        switch node.tag {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The value of a whole number that fits; nil for anything else, also for `1.0`.
    public var int64: Int64? {
        node.tag == .integer ? node.int64 : nil
    }

    /// The value of a whole number that is not negative and fits; nil for anything else.
    public var uint64: UInt64? {
        switch node.tag {
        case .integer: UInt64(exactly: node.int64)
        case .unsigned: node.uint64
        default: nil
        }
    }

    /// The nearest double of any number that has one; nil for anything else.
    public var double: Double? {
        switch node.tag {
        case .integer: Double(node.int64)
        case .unsigned: Double(node.uint64)
        case .double: node.double
        case .digits: readDouble(UnsafeRawBufferPointer(node.utf8))
        default: nil
        }
    }

    /// A copy of a string's text; nil for anything else.
    public var string: String? {
        text.map { String($0) }
    }

    /// A string's text without a copy; nil for anything else.
    public var text: JSONText? {
        node.tag == .string ? JSONText(view: self) : nil
    }

    /// The text of a number that only its digits represent (`JSONKind.digits`); nil for anything else.
    public var digits: JSONText? {
        node.tag == .digits ? JSONText(view: self) : nil
    }
}

// Containers.
extension JSONView {
    /// The number of elements or members; 0 for a scalar.
    public var count: Int {
        switch kind {
        case .array, .object: node.count
        default: 0
        }
    }

    /// The value of an object's member; nil when there is none or this is no object. Takes time in proportion to the
    /// members before it and allocates nothing.
    public subscript(key: String) -> JSONView? {
        guard node.tag == .object else { return nil }
        var key = key
        return key.withUTF8 { bytes in node.member(UnsafeRawBufferPointer(bytes)).map { view(of: $0) } }
    }

    /// An array's element, counted from 0; nil when there is none or this is no array. Takes time in proportion to
    /// `position`.
    public subscript(position: Int) -> JSONView? {
        guard node.tag == .array, position >= 0, position < node.count else { return nil }
        var element = node.first
        for _ in 0..<position { element = element.next }
        return view(of: element)
    }

    /// An array's elements; empty for anything else.
    public var elements: JSONElements {
        JSONElements(container: self, isEmpty: node.tag != .array)
    }

    /// An object's members; empty for anything else.
    public var members: JSONMembers {
        JSONMembers(container: self, isEmpty: node.tag != .object)
    }
}

/// The elements of an array, in order.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    fileprivate init(container: JSONView, isEmpty: Bool) {
        document = container.document
        index = container.index + 1
        end = isEmpty ? index : container.node.endIndex - 1
    }

    public mutating func next() -> JSONView? {
        guard index < end else { return nil }
        let element = JSONView(document: document, index: index)
        index = element.node.endIndex
        return element
    }
}

/// The members of an object, in the order of the text.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    fileprivate init(container: JSONView, isEmpty: Bool) {
        document = container.document
        index = container.index + 1
        end = isEmpty ? index : container.node.endIndex - 1
    }

    public mutating func next() -> (key: JSONText, value: JSONView)? {
        guard index < end else { return nil }
        let key = JSONView(document: document, index: index)
        let value = JSONView(document: document, index: index + 1)
        index = value.node.endIndex
        return (JSONText(view: key), value)
    }
}
