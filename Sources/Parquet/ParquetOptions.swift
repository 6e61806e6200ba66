package import Compression

/// How files are written.
package struct ParquetOptions: Sendable {
    /// The layout of data pages.
    package enum PageVersion: Sendable {
        /// Levels and values are compressed together.
        case v1
        /// Levels are left uncompressed, and so are values that compression does not make smaller.
        case v2
    }

    /// A column that the rows are known to be sorted by.
    package struct SortingColumn: Hashable, Sendable {
        package var path: [String]
        package var isDescending: Bool
        package var areNullsFirst: Bool

        package init(path: [String], isDescending: Bool = false, areNullsFirst: Bool = false) {
            self.path = path
            self.isDescending = isDescending
            self.areNullsFirst = areNullsFirst
        }
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
    /// Major first.
    package var sortingColumns: [SortingColumn] = []
    /// What the file says about itself.
    package var metadata: [(key: String, value: String)] = []
    /// The program that writes, as the format wants it: `NAME version VERSION`.
    package var createdBy = "curlew"

    package init() {}
}
