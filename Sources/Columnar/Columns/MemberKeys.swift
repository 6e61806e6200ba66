internal import Glibc
internal import JSON

/// The keys of a structure's columns, found by the order in which records have them.
///
/// Records of one source mostly have the same keys in the same order, so that behind each key the one is tried that followed
/// it last time, and then the one behind that, for a key left out. Only what is neither is looked up by its hash.
struct MemberKeys: ~Copyable {
    /// A key's text as it lies on a tape, its 32-bit length in front, so that both are compared by whole words.
    private struct Key {
        var prefix: UInt64
        var text: UnsafeMutableRawPointer
        var length: Int
        var hash: UInt64
        /// The key that followed this one last.
        var successor: Int
    }

    private var keys: UnsafeMutablePointer<Key>
    private var count = 0
    private var capacity = 0
    private var first = 0
    /// The positions of keys by their hash, open addressed; -1 is a free place.
    private var table: [Int32] = []

    init() {
        keys = UnsafeMutablePointer<Key>.allocate(capacity: 1)
    }

    deinit {
        for position in 0..<count { free(keys[position].text) }
        keys.deallocate()
    }

    /// Adds a key behind the others.
    mutating func add(_ name: String) {
        if count == capacity {
            capacity = max(4, capacity * 2)
            let larger = UnsafeMutablePointer<Key>.allocate(capacity: capacity)
            larger.moveInitialize(from: keys, count: count)
            keys.deallocate()
            keys = larger
        }
        var name = name
        name.withUTF8 { bytes in
            let text = UnsafeMutableRawPointer(Column.allocate(UInt8.self, count: bytes.count + 12))
            text.storeBytes(of: 0, as: UInt64.self)
            text.storeBytes(of: UInt32(truncatingIfNeeded: bytes.count), as: UInt32.self)
            if let start = bytes.baseAddress { memcpy(text + 4, start, bytes.count) }
            let prefix = Self.prefix(of: text, length: bytes.count)
            let hash = Self.hash(prefix, text, length: bytes.count)
            (keys + count).initialize(
                to: Key(prefix: prefix, text: text, length: bytes.count, hash: hash, successor: count + 1))
        }
        count += 1
        index()
    }

    /// The position of the key at `node`, which comes behind the key at `previous`, or first (-1); nil when it is new.
    @inline(__always)
    mutating func position(of node: UnsafeJSONNode, behind previous: Int) -> Int? {
        guard let bytes = node.utf8.baseAddress else { return nil }
        let text = UnsafeRawPointer(bytes) - 4
        let length = node.utf8.count
        let prefix = Self.prefix(of: text, length: length)
        let expected = previous < 0 ? first : keys[previous].successor
        if isKey(expected, prefix, text, length: length) { return expected }
        return searchedPosition(prefix, text, length: length, expected: expected, behind: previous)
    }

    @inline(never)
    private mutating func searchedPosition(
        _ prefix: UInt64, _ text: UnsafeRawPointer, length: Int, expected: Int, behind previous: Int
    ) -> Int? {
        if expected < count, isKey(keys[expected].successor, prefix, text, length: length) {
            return keys[expected].successor
        }
        guard let found = lookUp(prefix, text, length: length) else { return nil }
        if previous < 0 { first = found } else { keys[previous].successor = found }
        return found
    }

    @inline(__always)
    private func isKey(_ position: Int, _ prefix: UInt64, _ text: UnsafeRawPointer, length: Int) -> Bool {
        guard position < count, keys[position].prefix == prefix else { return false }
        guard length > 4 else { return true }
        // Eight bytes at a time, the last overlapping; with the length in front there are always eight.
        let other = UnsafeRawPointer(keys[position].text)
        let last = length &- 4
        var offset = 8
        while offset < last {
            if text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            {
                return false
            }
            offset &+= 8
        }
        return text.loadUnaligned(fromByteOffset: last, as: UInt64.self)
            == other.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }

    /// The length and the first four bytes. Behind a string on a tape more bytes can always be read.
    @inline(__always)
    private static func prefix(of text: UnsafeRawPointer, length: Int) -> UInt64 {
        let word = text.loadUnaligned(as: UInt64.self)
        return length >= 4 ? word : word & (UInt64.max &>> UInt64((4 &- length) &* 8))
    }
}

// Look-up by hash.
extension MemberKeys {
    private static func hash(_ prefix: UInt64, _ text: UnsafeRawPointer, length: Int) -> UInt64 {
        var hash = prefix &* 0x9E37_79B9_7F4A_7C15
        var offset = 8
        while offset < length &+ 4 {
            let start = min(offset, length &- 4)
            hash =
                (hash ^ (hash &>> 29) ^ text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
                &* 0x9E37_79B9_7F4A_7C15
            offset &+= 8
        }
        return hash ^ (hash &>> 32)
    }

    private func lookUp(_ prefix: UInt64, _ text: UnsafeRawPointer, length: Int) -> Int? {
        guard count > 0 else { return nil }
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: Self.hash(prefix, text, length: length)) & mask
        while table[place] >= 0 {
            let position = Int(table[place])
            if isKey(position, prefix, text, length: length) { return position }
            place = (place + 1) & mask
        }
        return nil
    }

    private mutating func index() {
        if count * 2 > table.count {
            table = [Int32](repeating: -1, count: max(16, table.count * 2))
            for position in 0..<count { enter(position) }
        } else {
            enter(count - 1)
        }
    }

    private mutating func enter(_ position: Int) {
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: keys[position].hash) & mask
        while table[place] >= 0 { place = (place + 1) & mask }
        table[place] = Int32(truncatingIfNeeded: position)
    }
}
