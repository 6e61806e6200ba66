internal import Glibc

// Memory. `realloc` moves large blocks by remapping, without a copy.
extension Column {
    static func allocate<Element: BitwiseCopyable>(_: Element.Type, count: Int = 1) -> UnsafeMutablePointer<Element> {
        reallocate(nil, count: count)
    }

    static func reallocate<Element: BitwiseCopyable>(
        _ memory: UnsafeMutablePointer<Element>?, count: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let memory = realloc(memory, count * MemoryLayout<Element>.stride) else {
            preconditionFailure("out of memory")
        }
        return memory.assumingMemoryBound(to: Element.self)
    }

    /// Room for one slot more at least.
    @inline(never)
    mutating func growSlots() {
        reserve(slots: max(count + 1, expectedCount))
    }

    mutating func reserve(slots: Int) {
        guard slots > capacity else { return }
        let words = capacity / 64
        let newWords = max(words + words / 2, (slots + 63) / 64, 1)
        // One word more, so that any 64 bits can be read at once.
        validity = Self.reallocate(validity, count: newWords + 1)
        (validity + words).update(repeating: 0, count: newWords + 1 - words)
        capacity = newWords * 64
        growValues(from: words, to: newWords)
    }

    private mutating func growValues(from oldWords: Int, to words: Int) {
        if kind == .boolean {
            let bits = Self.reallocate(values.assumingMemoryBound(to: UInt64.self), count: words + 1)
            (bits + oldWords).update(repeating: 0, count: words + 1 - oldWords)
            values = UnsafeMutableRawPointer(bits)
        } else if kind.width > 0 {
            // One slot more, for the offset that ends the last.
            let size = (words * 64 + 1) * kind.width
            let isFirst = oldWords == 0
            values = UnsafeMutableRawPointer(Self.reallocate(values.assumingMemoryBound(to: UInt8.self), count: size))
            if isFirst { values.storeBytes(of: 0, as: Int32.self) }
        }
    }

    /// Room for `additional` bytes, and a vector more that may be written behind them; false when offsets of 32 bits
    /// would not reach that far.
    @inline(never)
    mutating func growBytes(by additional: Int) -> Bool {
        guard byteCount + additional <= Int(Int32.max) else { return false }
        byteCapacity = max(byteCount + additional + 32, byteCapacity + byteCapacity / 2, expectedByteCount, 1024)
        bytes = Self.reallocate(bytes, count: byteCapacity)
        return true
    }

    /// How many bytes the values take.
    var size: Int {
        var size = count * kind.width + byteCount + count / 8
        for child in 0..<childCount { size += children[child].size }
        return size
    }
}

// Typed access to `values`.
extension Column {
    package var offsets: UnsafeMutablePointer<Int32> { values.assumingMemoryBound(to: Int32.self) }
    package var words: UnsafeMutablePointer<UInt64> { values.assumingMemoryBound(to: UInt64.self) }
    package var int64s: UnsafeMutablePointer<Int64> { values.assumingMemoryBound(to: Int64.self) }
    package var doubles: UnsafeMutablePointer<Double> { values.assumingMemoryBound(to: Double.self) }

    /// Whether there is a value in a slot.
    @inline(__always)
    package func isValid(_ slot: Int) -> Bool {
        validity[slot &>> 6] &>> UInt64(slot & 63) & 1 != 0
    }
}
