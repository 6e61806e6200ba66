internal import Columnar
internal import Compression
internal import Connector
internal import Parquet

/// How a sink writes.
struct ParquetSettings: Sendable {
    /// The folder that the folders of streams are in.
    var output: String
    var connector: String
    var maximumFileSize: Int
    var hasMetadataColumns: Bool
    var inference: InferenceOptions
    var parquet: ParquetOptions
    /// The bytes of rows in memory that all parts have together.
    var mostBufferedBytes = 16 << 20

    init(_ options: FileOptions) {
        output = Self.withoutSlashes(options.folder)
        connector = options.connector
        maximumFileSize = options.maximumFileSize
        hasMetadataColumns = options.hasMetadataColumns
        inference = InferenceOptions(
            nested: options.nested == .json ? .json : .structure, infersTimestamps: options.infersTimestamps,
            isAllText: options.isAllText)
        parquet = ParquetOptions()
        parquet.codec =
            switch options.compression {
            case .zstd: parquet.codec
            case .snappy: .snappy
            case .gzip: .gzip()
            case .none: .none
            }
        // While one row group is encoded the next is filled: with two of 16 MB a process would hold more than 64 MB. Rows
        // shrink when they are encoded, so that small files too are cut near their size.
        parquet.rowGroupSize = min(12 << 20, maximumFileSize)
    }

    private static func withoutSlashes(_ path: String) -> String {
        var path = path[...]
        while path.utf8.count > 1, path.last == "/" { path = path.dropLast() }
        return path.isEmpty ? "." : String(path)
    }
}

/// The columns that say where records come from.
enum MetadataColumns {
    static let extractedAt = "_curlew_extracted_at"
    static let syncID = "_curlew_sync_id"
    static let partition = "_curlew_partition"

    static let schema = Schema([
        Field(extractedAt, .timestamp), Field(syncID, .string), Field(partition, .string),
    ])
}
