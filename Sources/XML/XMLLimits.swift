/// How much of a streamed text is held in memory at a time.
public struct XMLLimits: Hashable, Sendable {
    /// A batch ends behind the first 16 KB of text, or less, that bring it to this many bytes of text.
    public let batchSize: Int
    /// The largest record that is accepted: its text, its names, and about 50 bytes for each element and attribute.
    public let recordSize: Int
    /// The largest remainder that is accepted, counted in the same way.
    public let remainderSize: Int
    /// The largest tag, comment or processing instruction that is accepted, in bytes of text.
    public let markupSize: Int
    /// How deep elements may be nested.
    public let depth: Int

    /// Creates limits; each size is brought into the range of one byte to 1 GB, the depth into that of 1 to 500.
    public init(
        batchSize: Int = 256 << 10, recordSize: Int = 16 << 20, remainderSize: Int = 1 << 20, markupSize: Int = 1 << 20,
        depth: Int = 500
    ) {
        self.batchSize = Self.clamped(batchSize)
        self.recordSize = Self.clamped(recordSize)
        self.remainderSize = Self.clamped(remainderSize)
        self.markupSize = Self.clamped(markupSize)
        // An element may take two levels of the document, an array and an object: readers stop at 1,024.
        self.depth = min(max(depth, 1), 500)
    }

    private static func clamped(_ size: Int) -> Int {
        min(max(size, 1), 1 << 30)
    }
}
