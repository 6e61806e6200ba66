internal import Glibc

/// A value on a parsed document's tape, without ownership: for the few loops that touch every value.
///
/// It is three machine words and costs no retain, and it must not outlive its document: get one from
/// `JSONView.withUnsafeNode`. Everything else uses `JSONView`.
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
package struct UnsafeJSONNode {
    @usableFromInline let words: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    /// The position of the value's first word on the tape.
    package let index: Int

    @inlinable
    init(words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        self.words = words
        self.strings = strings
        self.index = index
    }

    @inlinable
    func at(_ index: Int) -> UnsafeJSONNode {
        UnsafeJSONNode(words: words, strings: strings, index: index)
    }

    @inlinable
    var word: UInt64 { words[index] }

    @inlinable
    package var tag: JSONTag { JSONTag(rawValue: UInt8(truncatingIfNeeded: word &>> 56)) }

    @inlinable
    var payload: Int { Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF) }

    @inlinable
    package var kind: JSONKind { tag.kind }
}

/// The tag of a tape word.
package struct JSONTag: Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable package static var object: JSONTag { JSONTag(rawValue: UInt8(ascii: "{")) }
    @inlinable package static var objectEnd: JSONTag { JSONTag(rawValue: UInt8(ascii: "}")) }
    @inlinable package static var array: JSONTag { JSONTag(rawValue: UInt8(ascii: "[")) }
    @inlinable package static var arrayEnd: JSONTag { JSONTag(rawValue: UInt8(ascii: "]")) }
    @inlinable package static var string: JSONTag { JSONTag(rawValue: UInt8(ascii: "\"")) }
    @inlinable package static var integer: JSONTag { JSONTag(rawValue: UInt8(ascii: "l")) }
    @inlinable package static var unsigned: JSONTag { JSONTag(rawValue: UInt8(ascii: "u")) }
    @inlinable package static var double: JSONTag { JSONTag(rawValue: UInt8(ascii: "d")) }
    @inlinable package static var digits: JSONTag { JSONTag(rawValue: UInt8(ascii: "b")) }
    @inlinable package static var `true`: JSONTag { JSONTag(rawValue: UInt8(ascii: "t")) }
    @inlinable package static var `false`: JSONTag { JSONTag(rawValue: UInt8(ascii: "f")) }
    @inlinable package static var null: JSONTag { JSONTag(rawValue: UInt8(ascii: "n")) }
    @inlinable package static var root: JSONTag { JSONTag(rawValue: UInt8(ascii: "r")) }

    @inlinable
    package var kind: JSONKind {
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
    package var endIndex: Int {
        switch tag {
        case .object, .array: Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
        case .integer, .unsigned, .double: index &+ 2
        default: index &+ 1
        }
    }

    /// The next sibling, or the end word of the container. Inside an object a key's successor is its value.
    @inlinable
    package var next: UnsafeJSONNode { at(endIndex) }

    /// The first word inside a container: its first key or element, or its end word.
    @inlinable
    package var first: UnsafeJSONNode { at(index &+ 1) }

    /// Whether this is the end word of a container.
    @inlinable
    package var isEnd: Bool {
        let tag = tag
        return tag == .objectEnd || tag == .arrayEnd
    }

    /// How many members or elements a container has.
    @inlinable
    package var count: Int {
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
    package var int64: Int64 { Int64(bitPattern: words[index &+ 1]) }

    /// The value behind an `unsigned` tag.
    @inlinable
    package var uint64: UInt64 { words[index &+ 1] }

    /// The value behind a `double` tag.
    @inlinable
    package var double: Double { Double(bitPattern: words[index &+ 1]) }

    /// The bytes of a string, a key, or a number kept as text.
    @inlinable
    package var utf8: UnsafeBufferPointer<UInt8> {
        let start = strings + payload
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// Whether the bytes of this string are the given ones.
    package func hasText(_ text: UnsafeRawBufferPointer) -> Bool {
        let own = utf8
        guard own.count == text.count, let theirs = text.baseAddress, let ours = own.baseAddress else {
            return own.count == text.count
        }
        return memcmp(ours, theirs, text.count) == 0
    }

    /// The value of the first member of this object with the key `key`.
    package func member(_ key: UnsafeRawBufferPointer) -> UnsafeJSONNode? {
        var node = first
        while node.tag != .objectEnd {
            let value = node.at(node.index &+ 1)
            if node.hasText(key) { return value }
            node = value.next
        }
        return nil
    }
}
