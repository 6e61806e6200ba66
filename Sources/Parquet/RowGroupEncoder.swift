package import Columnar
package import Compression

/// Encodes and compresses row groups, one after the other. It may do so on any task, away from the one that reads: what it
/// makes is then handed to the writer.
///
/// It works in megabytes of memory, which encoders that come later take over from those that are gone.
package struct RowGroupEncoder: ~Copyable, Sendable {
    private let schema: FileSchema
    private let workshop: EncoderWorkshop

    /// An encoder for files with the schema `schema`. Throws when the codec has no such level.
    package init(schema: Schema, options: ParquetOptions = ParquetOptions()) throws(CompressionError) {
        self.schema = FileSchema(schema)
        workshop = try EncoderWorkshop.take(options)
    }

    deinit {
        EncoderWorkshop.giveBack(workshop)
    }

    /// Encodes the rows of a batch, whose schema must have the layout of the encoder's.
    package mutating func encode(_ batch: ColumnBatch) throws(CompressionError) -> EncodedRowGroup {
        var group = RowGroupUnderWay()
        let rowCount = batch.rowCount
        try batch.withRoot { (root) throws(CompressionError) in
            let levels = Levels(rowCount: rowCount)
            for child in 0..<root.childCount {
                // What one top-level column needs is forgotten before the next.
                let arena = LevelArena()
                try encode(root.children[child], levels, arena, rowCount: rowCount, into: &group)
            }
        }
        precondition(group.chunks.count == schema.leaves.count, "the batch is not of the encoder's schema")
        return EncodedRowGroup(rowCount: rowCount, bytes: group.bytes, chunks: group.chunks)
    }

    private mutating func encode(
        _ column: borrowing Column, _ outer: Levels, _ arena: LevelArena, rowCount: Int,
        into group: inout RowGroupUnderWay
    ) throws(CompressionError) {
        let levels = column.isNullable ? outer.below(nullable: column, arena) : outer
        if column.kind == .list {
            let inner = levels.below(list: column, arena)
            try encode(column.children[0], inner, arena, rowCount: rowCount, into: &group)
        } else if column.kind == .structure, column.childCount > 0 {
            for child in 0..<column.childCount {
                try encode(column.children[child], levels, arena, rowCount: rowCount, into: &group)
            }
        } else {
            precondition(group.chunks.count < schema.leaves.count, "the batch is not of the encoder's schema")
            let leaf = schema.leaves[group.chunks.count]
            group.chunks.append(
                try workshop.chunks.encode(column, leaf, levels.encodable(arena), rowCount: rowCount, to: &group.bytes))
        }
    }
}

private struct RowGroupUnderWay: ~Copyable {
    var bytes = ByteBuffer(capacity: 1 << 20)
    var chunks: [ChunkMetadata] = []
}

/// A row group as it will lie in a file, wherever that is.
package final class EncodedRowGroup: Sendable {
    package let rowCount: Int
    let bytes: ByteBuffer
    let chunks: [ChunkMetadata]

    init(rowCount: Int, bytes: consuming ByteBuffer, chunks: [ChunkMetadata]) {
        self.rowCount = rowCount
        self.bytes = bytes
        self.chunks = chunks
    }

    /// Its size in the file.
    package var size: Int { bytes.count }
}
