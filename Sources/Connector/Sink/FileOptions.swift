/// What is asked of a sink that writes files.
package struct FileOptions: Hashable, Sendable {
    package enum Compression: String, CaseIterable, Sendable {
        case zstd, snappy, gzip, none
    }

    /// What objects and arrays inside a record become.
    package enum Nesting: String, CaseIterable, Sendable {
        /// Structures and lists.
        case structure = "struct"
        /// JSON text.
        case json
    }

    /// Where the folders of streams are.
    package var folder: String
    /// The connector that the records come from, as files name it.
    package var connector: String
    /// A file with so many bytes, or a row group less, is complete.
    package var maximumFileSize = 128 << 20
    package var compression = Compression.zstd
    package var nested = Nesting.structure
    /// Whether columns of nothing but ISO 8601 timestamps become timestamps.
    package var infersTimestamps = false
    /// Whether every value becomes text.
    package var isAllText = false
    /// Whether columns say where and when records were read.
    package var hasMetadataColumns = false

    /// Files of a connector's records in a folder.
    package init(folder: String, connector: String) {
        self.folder = folder
        self.connector = connector
    }
}
