/// When a dictionary pays: decided by the first values of a column, and again by its size when all are in.
enum DictionaryPolicy {
    /// How many values are looked at before going on.
    static var sample: Int { 1024 }
    /// The most different values among them.
    static var mostOfSample: Int { 512 }
    /// The largest dictionary, in bytes of plain values, as for other writers: readers hold it in memory.
    static var largestSize: Int { 1 << 20 }
    /// The most different values.
    static var mostValues: Int { 1 << 16 }

    /// The size of a hash table to begin with: a power of two. It stays in the nearest cache while values are few.
    static var firstPlaces: Int { 1024 }

    /// Whether indexes and dictionary are smaller than the values they stand for.
    static func pays(distinct: Int, size: Int, count: Int, plainSize: Int) -> Bool {
        let indexes = count * HybridEncoding.width(of: max(distinct - 1, 1)) / 8
        return size + indexes < plainSize
    }
}
