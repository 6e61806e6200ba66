/// How whole blocks, such as the pages of a Parquet file, are compressed.
package enum BlockCodec: Hashable, Sendable {
    /// Not at all.
    case none
    /// Snappy's raw block format: fast, with no checksum.
    case snappy
    /// A gzip member (RFC 1952). Levels 1 to 9.
    case gzip(level: Int = 6)
    /// A Zstandard frame (RFC 8878) that states its content's size. Levels 1 to 22; above 19 a context takes hundreds
    /// of megabytes.
    case zstd(level: Int = 3)
}
