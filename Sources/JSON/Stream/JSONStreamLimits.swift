/// How much of a streamed text is held in memory at a time. All sizes are in bytes of text.
///
/// While it streams, `JSONStream` holds one batch and the remainder, and the parser takes about three times the batch
/// for any text that has words in it; at worst, for nothing but one-digit numbers, fifteen times. With the default batch
/// that is half a megabyte, at worst 2 MB, and the remainder, as long as no element is larger than a batch.
public struct JSONStreamLimits: Hashable, Sendable {
    /// A batch ends with the first element that brings it to this size.
    public let batchSize: Int
    /// The largest element, or line, that is accepted.
    public let elementSize: Int
    /// The largest remainder that is accepted.
    public let remainderSize: Int

    /// Creates limits; each is brought into the range of one byte to 1 GB.
    public init(batchSize: Int = 128 << 10, elementSize: Int = 16 << 20, remainderSize: Int = 1 << 20) {
        self.batchSize = Self.clamped(batchSize)
        self.elementSize = Self.clamped(elementSize)
        self.remainderSize = Self.clamped(remainderSize)
    }

    private static func clamped(_ size: Int) -> Int {
        min(max(size, 1), 1 << 30)
    }
}
