internal import Columnar
internal import Compression
internal import Connector
internal import Parquet

/// A part's file: takes batches of rows, encodes them and writes them, away from the task that reads.
actor PartFile {
    /// Its path in the stream's folder, once it is in view.
    nonisolated let path: String
    nonisolated let hiddenPath: String
    private let location: String
    private let schema: Schema
    private let options: ParquetOptions
    private var writer: ParquetWriter<LocalFile>?

    /// Begins a file in the folder `folder` of the stream whose folder is `root`.
    init(
        _ name: PartName, in folder: String, of root: String, schema: Schema, options: ParquetOptions,
        description: FileDescription
    ) throws(Failure) {
        path = "\(folder)/\(name.text)"
        hiddenPath = "\(folder)/\(name.hiddenText)"
        location = "\(root)/\(path)"
        self.schema = schema
        self.options = options
        let file = try LocalFile(creating: "\(root)/\(hiddenPath)")
        writer = try ParquetWriter(schema: schema, description: description, sink: file)
    }

    /// Appends rows as one row group, and returns the file's size.
    func append(_ batch: ColumnBatch) throws(Failure) -> Int {
        let group: EncodedRowGroup
        do throws(CompressionError) {
            // An encoder holds megabytes to work with, which parts that wait for rows must not.
            var encoder = try RowGroupEncoder(schema: schema, options: options)
            group = try encoder.encode(batch)
        } catch {
            throw Failure(.internal, "cannot compress: \(error)")
        }
        try writer?.append(group)
        return writer?.size ?? 0
    }

    /// Ends the file and makes it durable. It stays hidden.
    func finish() throws(Failure) -> OutputFile {
        guard let writer = writer.take() else { throw Failure(.internal, "\(path) was ended twice") }
        let file = try writer.finish()
        try file.sink.sync()
        return OutputFile(location: location, rows: file.rowCount, bytes: file.size, rowGroups: file.rowGroupCount)
    }

    /// Closes the file, whatever is in it.
    func abandon() {
        writer = nil
    }
}
