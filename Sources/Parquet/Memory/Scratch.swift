/// Memory for values in between, kept from column to column.
///
/// `@unchecked Sendable`: raw memory with this value as its single owner.
struct Scratch<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    private(set) var base = UnsafeMutablePointer<Element>.allocate(capacity: 1)
    private var capacity = 1

    deinit { base.deallocate() }

    /// Memory for `count` elements, whatever it held before.
    mutating func take(_ count: Int) -> UnsafeMutablePointer<Element> {
        if capacity < count {
            capacity = max(count, capacity + capacity / 2)
            base.deallocate()
            base = .allocate(capacity: capacity)
        }
        return base
    }
}
