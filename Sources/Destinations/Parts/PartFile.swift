internal import Columnar
internal import Compression
internal import Connector
internal import ObjectStorage
internal import Parquet

/// A part's file: takes batches of rows, encodes them and writes them, away from the task that reads.
actor PartFile {
    /// Its path in the stream's folder, once it is in view.
    nonisolated let path: String
    nonisolated let upload: any ObjectUpload
    private let location: String
    private let schema: Schema
    private let options: ParquetOptions
    private var writer: ParquetWriter<MemorySink>?

    /// Begins a file, which is written to `upload`; `location` is what a person calls it.
    init(
        _ path: String, at location: String, schema: Schema, options: ParquetOptions, description: FileDescription,
        to upload: any ObjectUpload
    ) {
        self.path = path
        self.location = location
        self.upload = upload
        self.schema = schema
        self.options = options
        writer = ParquetWriter(schema: schema, description: description, sink: MemorySink())
    }

    /// Appends rows as one row group, and returns the file's size.
    func append(_ batch: ColumnBatch) async throws(Failure) -> Int {
        let group: EncodedRowGroup
        do throws(CompressionError) {
            // An encoder holds megabytes to work with, which parts that wait for rows must not.
            var encoder = try RowGroupEncoder(schema: schema, options: options)
            group = try encoder.encode(batch)
        } catch {
            throw Failure(.internal, "cannot compress: \(error)")
        }
        writer?.append(group)
        let size = writer?.size ?? 0
        if let bytes = writer?.sink.takeBytes() { try await write(bytes) }
        return size
    }

    /// Ends the file. It stays hidden until its upload is published.
    func finish() async throws(Failure) -> OutputFile {
        guard let writer = writer.take() else { throw Failure(.internal, "\(path) was ended twice") }
        var file = writer.finish()
        let output = OutputFile(
            location: location, rows: file.rowCount, bytes: file.size, rowGroups: file.rowGroupCount)
        try await write(file.sink.takeBytes())
        try await Failure.ofStore { () async throws(StoreError) in try await upload.seal() }
        return output
    }

    private func write(_ bytes: [UInt8]) async throws(Failure) {
        try await Failure.ofStore { () async throws(StoreError) in try await upload.write(bytes) }
    }
}
