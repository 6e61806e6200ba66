/// How much of a text is held in memory at a time. All sizes are in bytes of UTF-8.
///
/// A decoder holds one batch. Its document takes about three times the batch for typical rows; at worst, for nothing but
/// empty fields, seventeen times.
public struct CSVLimits: Hashable, Sendable {
    /// A batch ends with the first row that brings it to this size.
    public let batchSize: Int
    /// The largest row, quotes and delimiters included, that is accepted.
    public let rowSize: Int
    /// The largest field that is accepted.
    public let fieldSize: Int
    /// The largest number of columns that is accepted.
    public let columnCount: Int

    /// Creates limits; each size is brought into the range of one byte to 1 GB.
    public init(
        batchSize: Int = 256 << 10, rowSize: Int = 16 << 20, fieldSize: Int = 16 << 20, columnCount: Int = 16_384
    ) {
        self.batchSize = Self.clamped(batchSize)
        self.rowSize = Self.clamped(rowSize)
        self.fieldSize = Self.clamped(fieldSize)
        self.columnCount = Self.clamped(columnCount)
    }

    private static func clamped(_ size: Int) -> Int {
        min(max(size, 1), 1 << 30)
    }
}
