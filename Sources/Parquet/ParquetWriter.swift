package import Columnar

/// Writes a Parquet file (format version 2.6) from row groups, from the first byte to the last: it never seeks and holds
/// nothing but what the end of the file says about each row group.
///
///     var encoder = try RowGroupEncoder(schema: schema)
///     var writer = try ParquetWriter(schema: schema, sink: sink)
///     try writer.append(encoder.encode(batch))        // for each
///     let file = try writer.finish()
///
///     file    "PAR1", row groups, column indexes, offset indexes, metadata, their size in 32 bits, "PAR1"
package struct ParquetWriter<Sink: ByteSink & ~Copyable>: ~Copyable {
    private struct RowGroup {
        var start: Int
        var size: Int
        var rowCount: Int
        var chunks: [ChunkMetadata]
    }

    /// "PAR1"
    private static var magic: UInt32 { 0x3152_4150 }

    /// Where the bytes go.
    package var sink: Sink
    private let schema: FileSchema
    private let description: FileDescription
    private var groups: [RowGroup] = []

    /// The bytes written so far.
    package private(set) var size = 0
    /// The rows written so far.
    package private(set) var rowCount = 0

    /// Begins a file.
    package init(
        schema: Schema, description: FileDescription = FileDescription(), sink: consuming Sink
    ) throws(Sink.Failure) {
        self.schema = FileSchema(schema)
        self.description = description
        self.sink = sink
        var start = ByteBuffer(capacity: 64)
        start.appendLittleEndian(Self.magic)
        try write(start.bytes)
    }

    /// The row groups written so far.
    package var rowGroupCount: Int { groups.count }

    /// Appends a row group that an encoder for the same schema has made.
    package mutating func append(_ group: EncodedRowGroup) throws(Sink.Failure) {
        precondition(group.chunks.count == schema.leaves.count, "the row group is of another schema")
        groups.append(RowGroup(start: size, size: group.size, rowCount: group.rowCount, chunks: group.chunks))
        rowCount += group.rowCount
        try write(group.bytes.bytes)
    }

    /// Ends the file and returns the sink and the file's size.
    package consuming func finish() throws(Sink.Failure) -> ParquetFile<Sink> {
        var footer = ThriftWriter()
        let start = size
        let indexes = appendIndexes(to: &footer, start: start)
        let metadataStart = footer.buffer.count
        footer.element { writeMetadata(indexes, to: &$0) }
        let metadataSize = UInt32(truncatingIfNeeded: footer.buffer.count - metadataStart)
        footer.appendLittleEndian(metadataSize)
        footer.appendLittleEndian(Self.magic)
        try write(footer.buffer.bytes)
        return ParquetFile(size: size, rowCount: rowCount, rowGroupCount: groups.count, sink: sink)
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Sink.Failure) {
        try sink.write(bytes)
        size += bytes.count
    }
}

// The end of the file.
extension ParquetWriter where Sink: ~Copyable {
    /// Writes the indexes of all chunks and returns where they lie in the file.
    private func appendIndexes(to footer: inout ThriftWriter, start: Int) -> [[ChunkIndexes]] {
        var places: [[ChunkIndexes]] = []
        for group in groups {
            var ofGroup: [ChunkIndexes] = []
            for (chunk, leaf) in zip(group.chunks, schema.leaves) {
                let columnIndex = start + footer.buffer.count
                chunk.writeColumnIndex(leaf, to: &footer)
                let offsetIndex = start + footer.buffer.count
                chunk.writeOffsetIndex(start: group.start, to: &footer)
                ofGroup.append(
                    ChunkIndexes(
                        columnIndex: columnIndex..<offsetIndex,
                        offsetIndex: offsetIndex..<start + footer.buffer.count))
            }
            places.append(ofGroup)
        }
        return places
    }

    private func writeMetadata(_ indexes: [[ChunkIndexes]], to metadata: inout ThriftWriter) {
        // Version 2 stands for all of the format from 2.0 on.
        metadata.i32(1, 2)
        schema.write(to: &metadata)
        metadata.i64(3, rowCount)
        metadata.structures(4, Array(zip(groups, indexes))) { group, element in
            write(group.0, group.1, to: &element)
        }
        if !description.metadata.isEmpty {
            metadata.structures(5, description.metadata) { pair, element in
                element.string(1, pair.key)
                element.string(2, pair.value)
            }
        }
        metadata.string(6, description.createdBy)
        // Every column is ordered as its type is.
        metadata.structures(7, schema.leaves) { _, order in order.structure(1) }
    }

    private func write(
        _ group: RowGroup, _ indexes: [ChunkIndexes], to element: inout ThriftWriter
    ) {
        let chunks = Array(zip(zip(group.chunks, schema.leaves), indexes))
        element.structures(1, chunks) { chunk, element in
            chunk.0.0.write(
                chunk.0.1, start: group.start, indexes: chunk.1, to: &element)
        }
        element.i64(2, group.chunks.reduce(0) { $0 + $1.uncompressedSize })
        element.i64(3, group.rowCount)
        writeSortingColumns(to: &element)
        element.i64(5, group.start)
        element.i64(6, group.chunks.reduce(0) { $0 + $1.compressedSize })
    }

    private func writeSortingColumns(to element: inout ThriftWriter) {
        let columns = description.sortingColumns.compactMap { sorting in
            schema.leaves.firstIndex { $0.path == sorting.path }.map { (index: $0, sorting: sorting) }
        }
        // A column that the file does not have ends what is known about the order.
        guard !columns.isEmpty, columns.first?.sorting == description.sortingColumns.first else { return }
        element.structures(4, columns) { column, element in
            element.i32(1, column.index)
            element.bool(2, column.sorting.isDescending)
            element.bool(3, column.sorting.areNullsFirst)
        }
    }
}

/// A finished file.
package struct ParquetFile<Sink: ByteSink & ~Copyable>: ~Copyable {
    package let size: Int
    package let rowCount: Int
    package let rowGroupCount: Int
    package var sink: Sink
}
