import Columnar
import Compression
import Foundation
import JSON
import Parquet

/// Files made of records, in memory.
enum WrittenFile {
    /// The bytes of a file with the records in row groups of the given size.
    static func bytes(
        _ records: [JSONView], schema: Schema? = nil, declared: Schema = Schema(),
        options: ParquetOptions = ParquetOptions(), description: FileDescription = FileDescription(),
        rowsOfGroup: Int = .max, inference: InferenceOptions = InferenceOptions()
    ) throws -> (schema: Schema, bytes: [UInt8]) {
        var known = schema ?? Schema()
        if schema == nil {
            for record in records { known.observe(record, options: inference) }
        }
        var builder = RecordBuilder(schema: known, declared: declared, options: inference)
        let schema = builder.schema
        var encoder = try RowGroupEncoder(schema: schema, options: options)
        var writer = ParquetWriter(schema: schema, description: description, sink: MemorySink())
        for record in records {
            try builder.append(record)
            if builder.rowCount == rowsOfGroup { try writer.append(encoder.encode(builder.finish())) }
        }
        if builder.rowCount > 0 { try writer.append(encoder.encode(builder.finish())) }
        return (schema, writer.finish().sink.bytes)
    }

    /// Writes a case for `read_back.py`.
    static func save(_ name: String, _ texts: [String], _ schema: Schema, _ bytes: [UInt8], in folder: String) throws {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path + ".parquet"))
        try Data((texts.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path + ".jsonl"))
        try Data(schema.stored.description.utf8).write(to: URL(fileURLWithPath: path + ".json"))
    }
}
