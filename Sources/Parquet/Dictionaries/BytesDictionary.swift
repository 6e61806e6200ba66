internal import Glibc

/// The different values of a column of byte arrays, and the index of each value among them.
struct BytesDictionary: ~Copyable, Sendable {
    /// Where a value lies in the column's bytes, and its hash.
    struct Entry: BitwiseCopyable {
        var start: Int32
        var length: Int32
        var hash: UInt64
    }

    private var table = Scratch<UInt32>()
    private var distinct = Scratch<Entry>()
    private var indexes = Scratch<UInt32>()
    private(set) var count = 0

    var entries: UnsafePointer<Entry> { UnsafePointer(distinct.base) }
    var valueIndexes: UnsafePointer<UInt32> { UnsafePointer(indexes.base) }

    /// Takes in all values; false when a dictionary does not pay.
    mutating func build(_ values: LeafValues) -> Bool {
        count = 0
        var places = DictionaryPolicy.firstPlaces
        var table = table.take(places)
        let distinct = distinct.take(DictionaryPolicy.mostValues)
        let indexes = indexes.take(values.count)
        table.update(repeating: 0, count: places)
        var (size, bytes) = (0, 0)
        var start = values.offsets[0]
        for position in 0..<values.count {
            if position == DictionaryPolicy.sample, size > DictionaryPolicy.mostOfSample { return false }
            let end = values.offsets[position &+ 1]
            let text = UnsafeRawPointer(values.bytes + Int(start))
            let length = Int(end &- start)
            let hash = Self.hash(text, length)
            if size &* 2 > places {
                places *= 4
                table = self.table.take(places)
                Self.fill(table, places, with: distinct, count: size)
            }
            var place = Int(truncatingIfNeeded: hash) & (places &- 1)
            while true {
                let entry = Int(table[place])
                if entry == 0 {
                    bytes &+= length &+ 4
                    if size == DictionaryPolicy.mostValues || bytes > DictionaryPolicy.largestSize { return false }
                    distinct[size] = Entry(start: start, length: end &- start, hash: hash)
                    size &+= 1
                    table[place] = UInt32(truncatingIfNeeded: size)
                    indexes[position] = UInt32(truncatingIfNeeded: size &- 1)
                    break
                }
                let known = distinct[entry &- 1]
                if known.hash == hash, known.length == end &- start,
                    Self.isSame(UnsafeRawPointer(values.bytes + Int(known.start)), text, length)
                {
                    indexes[position] = UInt32(truncatingIfNeeded: entry &- 1)
                    break
                }
                place = (place &+ 1) & (places &- 1)
            }
            start = end
        }
        count = size
        return DictionaryPolicy.pays(
            distinct: size, size: bytes, count: values.count,
            otherwise: DictionaryPolicy.sizeWithoutDictionary(values))
    }

    private static func fill(
        _ table: UnsafeMutablePointer<UInt32>, _ places: Int, with entries: UnsafePointer<Entry>, count: Int
    ) {
        table.update(repeating: 0, count: places)
        for entry in 0..<count {
            var place = Int(truncatingIfNeeded: entries[entry].hash) & (places - 1)
            while table[place] != 0 { place = (place + 1) & (places - 1) }
            table[place] = UInt32(truncatingIfNeeded: entry + 1)
        }
    }

    @inline(__always)
    private static func isSame(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ length: Int) -> Bool {
        if length <= 16 {
            let (low, high) = words(left, length)
            let (otherLow, otherHigh) = words(right, length)
            return low == otherLow && high == otherHigh
        }
        return memcmp(left, right, length) == 0
    }

    /// All bits of up to 16 bytes. Behind a column's bytes more can be read.
    @inline(__always)
    private static func words(_ text: UnsafeRawPointer, _ length: Int) -> (UInt64, UInt64) {
        if length >= 8 {
            return (
                text.loadUnaligned(as: UInt64.self),
                text.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            )
        }
        let word = text.loadUnaligned(as: UInt64.self)
        return (length == 0 ? 0 : word &<< UInt64((8 &- length) &* 8), 0)
    }

    @inline(__always)
    private static func hash(_ text: UnsafeRawPointer, _ length: Int) -> UInt64 {
        if length <= 16 {
            let (low, high) = words(text, length)
            return mix(low ^ UInt64(truncatingIfNeeded: length), high ^ 0x9E37_79B9_7F4A_7C15)
        }
        var hash = UInt64(truncatingIfNeeded: length)
        var offset = 0
        while offset < length &- 16 {
            hash = mix(
                hash ^ text.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                text.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self) ^ 0x9E37_79B9_7F4A_7C15)
            offset &+= 16
        }
        let (low, high) = (
            text.loadUnaligned(fromByteOffset: length &- 16, as: UInt64.self),
            text.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
        )
        return mix(hash ^ low, high ^ 0xD6E8_FEB8_6659_FD93)
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
