/// A value on a parsed document's tape, without ownership: for the few loops that touch every value.
///
/// It is three machine words and costs no retain, and it must not outlive its document: get one from
/// `JSONView.withUnsafeNode`. Everything else uses `JSONView`. It is public because the compiler inlines only public code
/// into other modules, which makes a walk six times faster.
///
/// The tape is simdjson's. Each word holds a tag in its upper 8 bits and a payload in the other 56:
///
///     r           the root; the payload is the index behind the last word
///     { [         an object or array; payload: low 32 bits the index behind its end, next 24 bits the number of
///                 members, where 0xFFFFFF means that many or more
///     } ]         its end; the payload is the index of its start
///     "           a string; the payload is its offset in the string buffer: a 32-bit length, the bytes, a zero
///     l u d       a signed, unsigned or floating-point number, which is the following word
///     t f n       true, false, null
///     b           a number kept as text (ours, not simdjson's); the payload is as a string's
///
/// An object's members are a string and a value in turn.
public struct UnsafeJSONNode {
    @usableFromInline let words: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    /// The position of the value's first word on the tape.
    public let index: Int

    @inlinable
    init(words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        self.words = words
        self.strings = strings
        self.index = index
    }

    @inlinable
    /// The node at another place of the same tape, which must be one that a node had.
    public func at(_ index: Int) -> UnsafeJSONNode {
        UnsafeJSONNode(words: words, strings: strings, index: index)
    }

    @inlinable
    var word: UInt64 { words[index] }

    @inlinable
    public var tag: JSONTag { JSONTag(rawValue: UInt8(truncatingIfNeeded: word &>> 56)) }

    @inlinable
    var payload: Int { Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF) }

    @inlinable
    public var kind: JSONKind { tag.kind }
}

/// The tag of a tape word.
public struct JSONTag: Equatable, Sendable {
    public let rawValue: UInt8

    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    // Written out because a synthesised one would be a call from every other module.
    @inlinable
    public static func == (left: JSONTag, right: JSONTag) -> Bool { left.rawValue == right.rawValue }

    @inlinable public static var object: JSONTag { JSONTag(rawValue: UInt8(ascii: "{")) }
    @inlinable public static var objectEnd: JSONTag { JSONTag(rawValue: UInt8(ascii: "}")) }
    @inlinable public static var array: JSONTag { JSONTag(rawValue: UInt8(ascii: "[")) }
    @inlinable public static var arrayEnd: JSONTag { JSONTag(rawValue: UInt8(ascii: "]")) }
    @inlinable public static var string: JSONTag { JSONTag(rawValue: UInt8(ascii: "\"")) }
    @inlinable public static var integer: JSONTag { JSONTag(rawValue: UInt8(ascii: "l")) }
    @inlinable public static var unsigned: JSONTag { JSONTag(rawValue: UInt8(ascii: "u")) }
    @inlinable public static var double: JSONTag { JSONTag(rawValue: UInt8(ascii: "d")) }
    @inlinable public static var digits: JSONTag { JSONTag(rawValue: UInt8(ascii: "b")) }
    @inlinable public static var `true`: JSONTag { JSONTag(rawValue: UInt8(ascii: "t")) }
    @inlinable public static var `false`: JSONTag { JSONTag(rawValue: UInt8(ascii: "f")) }
    @inlinable public static var null: JSONTag { JSONTag(rawValue: UInt8(ascii: "n")) }
    @inlinable public static var root: JSONTag { JSONTag(rawValue: UInt8(ascii: "r")) }

    @inlinable
    public var kind: JSONKind {
        switch self {
        case .string: .string
        case .integer: .integer
        case .double: .double
        case .object: .object
        case .array: .array
        case .true, .false: .bool
        case .unsigned: .unsigned
        case .digits: .digits
        default: .null
        }
    }
}

// Walking.
extension UnsafeJSONNode {
    /// The index behind this value: the next sibling's, in constant time.
    @inlinable
    public var endIndex: Int {
        switch tag {
        case .object, .array: Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
        case .integer, .unsigned, .double: index &+ 2
        default: index &+ 1
        }
    }

    /// The next sibling, or the end word of the container. Inside an object a key's successor is its value.
    @inlinable
    public var next: UnsafeJSONNode { at(endIndex) }

    /// The first word inside a container: its first key or element, or its end word.
    @inlinable
    public var first: UnsafeJSONNode { at(index &+ 1) }

    /// The value of the member whose key this is.
    @inlinable
    public var memberValue: UnsafeJSONNode { at(index &+ 1) }

    /// Whether this is the end word of a container.
    @inlinable
    public var isEnd: Bool {
        let tag = tag
        return tag == .objectEnd || tag == .arrayEnd
    }

    /// How many members or elements a container has.
    @inlinable
    public var count: Int {
        let counted = Int(truncatingIfNeeded: word &>> 32) & 0xFF_FFFF
        return counted < 0xFF_FFFF ? counted : countByWalking()
    }

    @usableFromInline
    func countByWalking() -> Int {
        var node = first
        var words = 0
        while !node.isEnd {
            words += 1
            node = node.next
        }
        return tag == .object ? words / 2 : words
    }
}

// Values. Each is meaningful only for the tag it belongs to.
extension UnsafeJSONNode {
    /// The value behind an `integer` tag.
    @inlinable
    public var int64: Int64 { Int64(bitPattern: words[index &+ 1]) }

    /// The value behind an `unsigned` tag.
    @inlinable
    public var uint64: UInt64 { words[index &+ 1] }

    /// The value behind a `double` tag.
    @inlinable
    public var double: Double { Double(bitPattern: words[index &+ 1]) }

    /// The bytes of a string, a key, or a number kept as text.
    @inlinable
    public var utf8: UnsafeBufferPointer<UInt8> {
        let start = strings + payload
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// The length and the first four bytes of a string in one word: different for most keys that differ.
    var textPrefix: UInt64 {
        let word = UnsafeRawPointer(strings + payload).loadUnaligned(as: UInt64.self).littleEndian
        let unused = max(0, 4 - Int(truncatingIfNeeded: word & 0xFFFF_FFFF)) * 8
        return word & (UInt64.max &>> UInt64(unused))
    }

    /// Whether the bytes of this string are the given ones.
    public func hasText(_ text: UnsafeRawBufferPointer) -> Bool {
        areSame(UnsafeRawBufferPointer(utf8), text)
    }

    /// The value of the first member of this object with the key `key`.
    public func member(_ key: UnsafeRawBufferPointer) -> UnsafeJSONNode? {
        var node = first
        while node.tag != .objectEnd {
            let value = node.at(node.index &+ 1)
            if node.hasText(key) { return value }
            node = value.next
        }
        return nil
    }
}
