/// Gives every different name a small number.
struct NameTable {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []
    /// Positions in `ranges` by hash, with open addressing; -1 is free. Always a power of two, at most half full.
    private var slots: [Int] = Array(repeating: -1, count: 64)

    /// How many names there are: they are numbered from 0.
    var count: Int { ranges.count }

    /// About how many bytes the names take.
    var size: Int { bytes.count + ranges.count * 32 }

    /// The number of `prefix` and `name` written together, which may be new.
    mutating func number(of name: UnsafeRawBufferPointer, prefix: StaticString = "") -> Int {
        let start = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        bytes.append(contentsOf: name)
        let candidate = start..<bytes.count
        var slot = hash(candidate) & (slots.count - 1)
        while slots[slot] >= 0 {
            if isSame(ranges[slots[slot]], candidate) {
                bytes.removeLast(candidate.count)
                return slots[slot]
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = ranges.count
        ranges.append(candidate)
        if ranges.count * 2 > slots.count { enlarge() }
        return ranges.count - 1
    }

    /// The bytes of the name with a number this table has given.
    func bytes(of number: Int) -> ArraySlice<UInt8> {
        bytes[ranges[number]]
    }

    private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count && bytes[left] == bytes[right]
    }

    /// Seeded, so that nobody can choose names that all fall into one slot.
    private func hash(_ range: Range<Int>) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
        return hasher.finalize()
    }

    private mutating func enlarge() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (number, range) in ranges.enumerated() {
            var slot = hash(range) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = number
        }
    }
}
