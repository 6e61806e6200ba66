internal import Glibc

/// Gives every different name a small number.
struct NameTable {
    private var bytes: [UInt8] = []
    private var entries: [(range: Range<Int>, hash: Int)] = []
    /// Positions in `entries` by hash, with open addressing; -1 is free. Always a power of two, at most half full.
    private var slots: [Int] = Array(repeating: -1, count: 64)

    /// How many names there are: they are numbered from 0.
    var count: Int { entries.count }

    /// About how many bytes the names take.
    var size: Int { bytes.count + entries.count * 32 }

    /// The number of a name, which may be new. An attribute's is another than an element's, and has an `@` before it.
    mutating func number(of name: UnsafeRawBufferPointer, isAttribute: Bool = false) -> Int {
        let hash = Self.hash(name, isAttribute: isAttribute)
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[slots[slot]]
            if entry.hash == hash, isSame(entry.range, name, isAttribute: isAttribute) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = entries.count
        let start = bytes.count
        if isAttribute { bytes.append(UInt8(ascii: "@")) }
        bytes.append(contentsOf: name)
        entries.append((start..<bytes.count, hash))
        if entries.count * 2 > slots.count { enlarge() }
        return entries.count - 1
    }

    /// The bytes of the name with a number this table has given.
    func bytes(of number: Int) -> ArraySlice<UInt8> {
        bytes[entries[number].range]
    }

    private func isSame(_ range: Range<Int>, _ name: UnsafeRawBufferPointer, isAttribute: Bool) -> Bool {
        guard range.count == name.count + (isAttribute ? 1 : 0), let other = name.baseAddress else { return false }
        return bytes.withUnsafeBytes { bytes in
            guard let own = bytes.baseAddress else { return false }
            // No element's name begins with an @.
            return memcmp(own + range.upperBound - name.count, other, name.count) == 0
                && (bytes[range.lowerBound] == UInt8(ascii: "@")) == isAttribute
        }
    }

    /// Seeded, so that nobody can choose names that all fall into one slot.
    private static func hash(_ name: UnsafeRawBufferPointer, isAttribute: Bool) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        let hash = hasher.finalize()
        return isAttribute ? ~hash : hash
    }

    private mutating func enlarge() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var slot = entry.hash & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = number
        }
    }
}
