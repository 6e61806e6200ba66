/// When a dictionary pays: decided by the first values of a column, and again by its size when all are in.
enum DictionaryPolicy {
    /// How many values are looked at before going on.
    static var sample: Int { 4096 }
    /// The most different values among them: with 90 % there are some 20,000 in all.
    static var mostOfSample: Int { sample * 9 / 10 }
    /// The largest dictionary, in bytes of plain values, as for other writers: readers hold it in memory.
    static var largestSize: Int { 1 << 20 }
    /// The most different values.
    static var mostValues: Int { 1 << 16 }
    /// The size of a hash table to begin with: a power of two. It stays in the nearest cache while values are few.
    static var firstPlaces: Int { 1024 }

    /// Whether indexes and dictionary are smaller than the values in the encoding that they would have without.
    static func pays(distinct: Int, size: Int, count: Int, otherwise otherSize: Int) -> Bool {
        size + count * HybridEncoding.width(of: max(distinct - 1, 1)) / 8 < otherSize
    }

    /// About the size of values without a dictionary. What compression makes of it counts as well: of the doubles and
    /// strings measured, those of orders and events, it left half at most. Two thirds leave room for others.
    static func sizeWithoutDictionary(_ values: LeafValues) -> Int {
        guard values.type == .int64, values.count > 0 else { return values.plainSize(0..<values.count) * 2 / 3 }
        let numbers = values.fixed.assumingMemoryBound(to: Int64.self)
        var (smallest, largest) = (numbers[0], numbers[0])
        for position in 0..<values.count {
            smallest = min(smallest, numbers[position])
            largest = max(largest, numbers[position])
        }
        // Differences have a bit more than the numbers.
        let width = HybridEncoding.width(of: Int(truncatingIfNeeded: (largest &- smallest).magnitude >> 1)) + 2
        return values.count * min(width, 64) / 8
    }
}
