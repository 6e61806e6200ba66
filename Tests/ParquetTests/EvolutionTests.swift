import Columnar
import Foundation
import JSON
import Parquet
import TestSupport
import Testing

@Suite struct EvolutionTests {
    /// Each file has the schema of what came until then, as in one sync after the other.
    @Test func `files of a stream whose schema widens are one table`() throws {
        let files = [
            ["{\"id\": 1, \"n\": null, \"amount\": 5, \"s\": {\"a\": 1}, \"l\": [1], \"e\": {}, \"t\": 7, \"b\": 1}"],
            [
                "{\"id\": 2, \"n\": null, \"amount\": 5.5, \"s\": {\"b\": [true]}, \"l\": [0.5, null], \"b\": 18446744073709551615}"
            ],
            ["{\"id\": 3, \"n\": {\"x\": \"y\"}, \"new\": \"z\", \"t\": \"text\"}", "{}"],
        ]
        try withTemporaryFolder { folder in
            var known = Schema()
            for (number, texts) in files.enumerated() {
                let records = try texts.map { try JSONDocument.parse($0).root }
                for record in records { known.observe(record) }
                known = try Schema(stored: known.stored)
                let (schema, bytes) = try WrittenFile.bytes(records, schema: known)
                #expect(schema == known)
                try WrittenFile.save("\(number)", texts, schema, bytes, in: folder)
            }
            let task: JSONObject = [
                "folder": .string(folder), "checks": .string(PackageFolder.path + "/Tests/ParquetTests/read_back.py"),
                "packages": .string(PackageFolder.path + "/.venv/lib/python3*/site-packages"),
            ]
            let program = try text(of: PackageFolder.path + "/Tests/ParquetTests/read_union.py")
            let output = try runPython(program, input: Array(JSONValue.object(task).description.utf8))
            #expect(String(decoding: output, as: UTF8.self) == "4 rows read\n")
        }
    }

    /// Encodes away from the task that builds.
    private actor Encoding {
        private var encoder: RowGroupEncoder

        init(schema: Schema) throws {
            encoder = try RowGroupEncoder(schema: schema)
        }

        func encode(_ batch: ColumnBatch) throws -> EncodedRowGroup { try encoder.encode(batch) }
    }

    @Test func `row groups are encoded while the next is built`() async throws {
        let records = try (0..<1000).map { try JSONDocument.parse("{\"id\": \($0), \"name\": \"n\($0 % 10)\"}").root }
        var schema = Schema()
        for record in records { schema.observe(record) }
        let expected = try WrittenFile.bytes(records, schema: schema, rowsOfGroup: 100).bytes

        let encoding = try Encoding(schema: schema)
        var builder = RecordBuilder(schema: schema)
        var writer = ParquetWriter(schema: schema, sink: MemorySink())
        var underWay: Task<EncodedRowGroup, any Error>?
        for (number, record) in records.enumerated() {
            try builder.append(record)
            guard number % 100 == 99 else { continue }
            if let group = try await underWay?.value { writer.append(group) }
            let batch = builder.finish()
            underWay = Task { try await encoding.encode(batch) }
        }
        if let group = try await underWay?.value { writer.append(group) }
        #expect(writer.finish().sink.bytes == expected)
    }
}
