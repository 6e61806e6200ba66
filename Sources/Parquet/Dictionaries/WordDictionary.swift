/// The different values of a column of numbers, by their bits, and the index of each value among them.
struct WordDictionary: ~Copyable, Sendable {
    private var table = Scratch<UInt32>()
    private var distinct = Scratch<UInt64>()
    private var indexes = Scratch<UInt32>()
    private(set) var count = 0

    var valueIndexes: UnsafePointer<UInt32> { UnsafePointer(indexes.base) }

    /// Takes in all values; false when a dictionary does not pay.
    mutating func build(_ values: LeafValues) -> Bool {
        values.type == .int32
            ? build(values, values.fixed.assumingMemoryBound(to: UInt32.self)) : build(values, values.words)
    }

    private mutating func build<Word: FixedWidthInteger & UnsignedInteger>(
        _ values: LeafValues, _ words: UnsafePointer<Word>
    ) -> Bool {
        count = 0
        var places = DictionaryPolicy.firstPlaces
        var table = table.take(places)
        let distinct = distinct.take(DictionaryPolicy.mostValues)
        let indexes = indexes.take(values.count)
        table.update(repeating: 0, count: places)
        var size = 0
        for position in 0..<values.count {
            if position == DictionaryPolicy.sample, size > DictionaryPolicy.mostOfSample { return false }
            let word = UInt64(truncatingIfNeeded: words[position])
            if size &* 2 > places {
                places *= 4
                table = self.table.take(places)
                Self.fill(table, places, with: distinct, count: size)
            }
            var place = Self.place(of: word, among: places)
            while true {
                let entry = Int(table[place])
                if entry == 0 {
                    if size == DictionaryPolicy.mostValues { return false }
                    distinct[size] = word
                    size &+= 1
                    table[place] = UInt32(truncatingIfNeeded: size)
                    indexes[position] = UInt32(truncatingIfNeeded: size &- 1)
                    break
                }
                if distinct[entry &- 1] == word {
                    indexes[position] = UInt32(truncatingIfNeeded: entry &- 1)
                    break
                }
                place = (place &+ 1) & (places &- 1)
            }
        }
        count = size
        return DictionaryPolicy.pays(
            distinct: size, size: size * values.width, count: values.count,
            otherwise: DictionaryPolicy.sizeWithoutDictionary(values))
    }

    /// Appends the different values, plain, in `width` bytes each.
    func append(width: Int, to buffer: inout ByteBuffer) {
        if width == 8 { return buffer.append(distinct.base, count: count * 8) }
        for entry in 0..<count { buffer.appendLittleEndian(UInt32(truncatingIfNeeded: distinct.base[entry])) }
    }

    @inline(__always)
    private static func place(of word: UInt64, among places: Int) -> Int {
        // Doubles of round numbers differ in their upper bits alone.
        let hash = (word ^ word &>> 32) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash &>> 40) & (places &- 1)
    }

    private static func fill(
        _ table: UnsafeMutablePointer<UInt32>, _ places: Int, with words: UnsafePointer<UInt64>, count: Int
    ) {
        table.update(repeating: 0, count: places)
        for entry in 0..<count {
            var place = place(of: words[entry], among: places)
            while table[place] != 0 { place = (place + 1) & (places - 1) }
            table[place] = UInt32(truncatingIfNeeded: entry + 1)
        }
    }
}
