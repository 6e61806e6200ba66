import Columnar
import Compression
import Foundation
import JSON
import Parquet
import TestSupport
import Testing

/// pyarrow, polars and DuckDB read what was written, and find what Python's json finds in the records.
@Suite struct ReadBackTests {
    private func check(_ fill: (String) throws -> Int) throws {
        try withTemporaryFolder { folder in
            let count = try fill(folder)
            let task: JSONObject = [
                "folder": .string(folder),
                "packages": .string(PackageFolder.path + "/.venv/lib/python3*/site-packages"),
            ]
            let program = try text(of: PackageFolder.path + "/Tests/ParquetTests/read_back.py")
            let output = try runPython(program, input: Array(JSONValue.object(task).description.utf8))
            #expect(String(decoding: output, as: UTF8.self) == "\(count) files read\n")
        }
    }

    @Test func `300 random schemas`() throws {
        try check { folder in
            var random = SeededRandom(seed: 11)
            for number in 0..<300 {
                var shape = RandomRecords(&random, oddity: random.pick([15, 200, 1000]))
                let count = random.pick([0, 1, 2, 7, 8, 9, 64, 65, 100, 300])
                let texts = (0..<count).map { _ in shape.record() }
                let records = try texts.map { try JSONDocument.parse($0).root }
                let inference = InferenceOptions(
                    nested: random.once(in: 6) ? .json : .structure, infersTimestamps: random.once(in: 2))
                let (schema, bytes) = try WrittenFile.bytes(
                    records, options: randomOptions(&random), rowsOfGroup: random.pick([10, 100, 1000]),
                    inference: inference)
                try WrittenFile.save("\(number)", texts, schema, bytes, in: folder)
            }
            return 300
        }
    }

    private func randomOptions(_ random: inout SeededRandom) -> ParquetOptions {
        var options = ParquetOptions()
        options.codec = random.pick([.zstd(level: 1), .zstd(level: 3), .snappy, .gzip(level: 6), .none])
        options.pageVersion = random.pick([.v1, .v2])
        options.rowsOfPage = random.pick([1, 8, 30, 20_000])
        options.bytesOfPage = random.pick([100, 1 << 20])
        options.usesDictionaries = !random.once(in: 4)
        options.bloomFilters = random.once(in: 3) ? [["id"], ["name"], ["x"], ["total"]] : []
        return options
    }

    @Test func `thousands of rows in all encodings`() throws {
        try check { folder in
            for (number, usesDictionaries) in [true, false].enumerated() {
                var random = SeededRandom(seed: 12)
                let texts = (0..<5000).map { row in
                    let tags = (0..<random.below(4)).map { "\"tag\($0 * random.below(3))\"" }.joined(separator: ",")
                    return """
                        {"id": \(row * 7 + random.below(3)), "any": \(Int64(bitPattern: random.next())), "unique": \
                        "customer number \(random.next()) of many", "few": "\(random.pick(["open", "paid", "sent"]))", \
                        "price": \(Double(random.below(100_000)) / 100), "rate": \(random.pick([0.19, 0.07])), \
                        "half": \(random.once(in: 2) ? "null" : "\(random.below(9))"), "flag": \(random.once(in: 2)), \
                        "rare": \(random.once(in: 500) ? "\"x\"" : "null"), "tags": [\(tags)], \
                        "run": \(row / 1000)}
                        """
                }
                let records = try texts.map { try JSONDocument.parse($0).root }
                var options = ParquetOptions()
                options.usesDictionaries = usesDictionaries
                options.rowsOfPage = 1500
                options.bloomFilters = [["id"], ["unique"], ["few"]]
                let (schema, bytes) = try WrittenFile.bytes(records, options: options, rowsOfGroup: 4000)
                try WrittenFile.save("\(number)", texts, schema, bytes, in: folder)
            }
            return 2
        }
    }

    @Test func `very long and very deep values`() throws {
        try check { folder in
            let long = String(repeating: "long ", count: 600_000)
            var deep = "1"
            for level in 0..<ColumnLimits.depth / 2 - 1 {
                deep = level == 7 ? "[[\(deep)], null]" : "{\"a\": [\(deep), null]}"
            }
            let texts = [
                "{\"s\": \"\(long)\", \"d\": \(deep)}", "{\"s\": \"x\"}", "{\"s\": \"\(long)!\", \"d\": {\"a\": []}}",
            ]
            let records = try texts.map { try JSONDocument.parse($0).root }
            let (schema, bytes) = try WrittenFile.bytes(records)
            try WrittenFile.save("0", texts, schema, bytes, in: folder)
            return 1
        }
    }

    @Test func `declared types`() throws {
        try check { folder in
            let declared = Schema([
                Field("at", .timestamp), Field("day", .date), Field("clock", .time), Field("key", .uuid),
                Field("small", .decimal(precision: 9, scale: 2)), Field("large", .decimal(precision: 38, scale: 10)),
                Field("photo", .binary), Field("extra", .json), Field("id", .longInteger, isNullable: false),
                Field("tags", .list(.element(.string, isNullable: false)), isNullable: false),
            ])
            let texts = [
                """
                {"at": "0001-01-01T00:00:00Z", "day": "0001-01-01", "clock": "00:00:00", \
                "key": "00000000-0000-0000-0000-000000000000", "small": "-9999999.99", \
                "large": "-9999999999999999999999999999.9999999999", "photo": "", "extra": null, "id": 1, "tags": []}
                """,
                "{\"id\": 2, \"tags\": [\"a\", \"b\"]}",
                """
                {"at": "9999-12-31T23:59:59.999999Z", "day": "9999-12-31", "clock": "23:59:59.999999", \
                "key": "ffffffff-ffff-ffff-ffff-ffffffffffff", "small": "0.01", "large": "0.0000000001", \
                "photo": "AAEC/w==", "extra": {"a": [1, "x"]}, "id": 9223372036854775807, "tags": ["c"]}
                """,
            ]
            let records = try texts.map { try JSONDocument.parse($0).root }
            for (number, version) in [ParquetOptions.PageVersion.v1, .v2].enumerated() {
                var options = ParquetOptions()
                options.pageVersion = version
                let (schema, bytes) = try WrittenFile.bytes(
                    records, schema: declared, declared: declared, options: options)
                #expect(schema == declared)
                try WrittenFile.save("\(number)", texts, schema, bytes, in: folder)
            }
            return 2
        }
    }

    @Test func `no rows, no columns, and nothing but nulls`() throws {
        try check { folder in
            let cases = [[], ["{}"], ["{}", "{}", "{}"], ["{\"a\": null, \"b\": {}, \"c\": []}"]]
            for (number, texts) in cases.enumerated() {
                let records = try texts.map { try JSONDocument.parse($0).root }
                let (schema, bytes) = try WrittenFile.bytes(records)
                try WrittenFile.save("\(number)", texts, schema, bytes, in: folder)
            }
            let schema = Schema([Field("id", .integer), Field("l", .list(.element(.structure([Field("x", .date)]))))])
            try WrittenFile.save("columns", [], schema, WrittenFile.bytes([], schema: schema).bytes, in: folder)
            return cases.count + 1
        }
    }
}
