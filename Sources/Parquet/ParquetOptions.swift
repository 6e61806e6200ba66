package import Compression

/// How row groups are encoded.
package struct ParquetOptions: Hashable, Sendable {
    /// The layout of data pages.
    package enum PageVersion: Hashable, Sendable {
        /// Levels and values are compressed together.
        case v1
        /// Levels are left uncompressed, and so are values that compression does not make smaller.
        case v2
    }

    package var codec: BlockCodec = .zstd(level: 1)
    package var pageVersion = PageVersion.v2
    /// The bytes of columns that make a row group; for the caller, who decides when to encode one.
    package var rowGroupSize = 16 << 20
    /// A page has at most this many rows, and about this many bytes of values before they are encoded.
    package var rowsOfPage = 20_000
    package var bytesOfPage = 1 << 20
    package var usesDictionaries = true
    /// Columns, by their paths in the file, that get a Bloom filter.
    package var bloomFilters: Set<[String]> = []

    package init() {}
}
