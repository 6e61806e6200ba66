extension Collection<UInt8> {
    /// Where the text first stands among the bytes; nil where it does not.
    func place(of text: StaticString) -> Index? {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return indices.first { self[$0...].starts(with: wanted) }
    }
}
