import Columnar
import JSON
import TestSupport
import Testing

@Suite struct RecordBuilderTests {
    /// The rows of a batch as one JSON text.
    private func text(_ batch: ColumnBatch) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for row in 0..<batch.rowCount { batch.write(row: row, to: &writer) }
        writer.endArray()
        return writer.text
    }

    private func batch(_ records: String..., options: InferenceOptions = InferenceOptions()) throws -> ColumnBatch {
        var builder = RecordBuilder(options: options)
        for record in records { try builder.append(JSONDocument.parse(record, duplicateKeys: .keep).root) }
        return builder.finish()
    }

    @Test func `keeps values of every kind`() throws {
        let record = """
            {"a":true,"b":-9223372036854775808,"c":1.5,"d":"x","e":[1,null,3],"f":{"g":[{"h":"y"}]},\
            "i":18446744073709551615}
            """
        #expect(try text(batch(record, record)) == "[\(record),\(record)]")
    }

    @Test func `takes fields in any order, new, missing, null and twice`() throws {
        #expect(
            try text(
                batch(
                    "{\"a\":1,\"b\":2,\"c\":3}", "{\"c\":6,\"a\":4}", "{}", "{\"b\":null,\"new\":7}",
                    "{\"a\":8,\"a\":9,\"b\":10,\"b\":null}"))
                == "[{\"a\":1,\"b\":2,\"c\":3},{\"a\":4,\"c\":6},{},{\"new\":7},{\"a\":9}]")
    }

    /// Keys that differ in one byte only, at every place of keys of every length, in any order.
    @Test func `tells keys apart by all of their bytes`() throws {
        var random = SeededRandom(seed: 10)
        for length in 1...40 {
            let keys = (0..<length).map { place in
                String(
                    decoding: (0..<length).map { $0 == place ? UInt8(ascii: "b") : UInt8(ascii: "a") }, as: UTF8.self)
            }
            var builder = RecordBuilder()
            var expected: [JSONValue] = []
            for _ in 0..<20 {
                let members = keys.shuffled(using: &random).filter { _ in !random.once(in: 4) }
                let record = JSONValue.object(
                    members.reduce(into: JSONObject()) { $0[$1] = .integer(Int64(random.below(100))) })
                expected.append(record)
                try builder.append(JSONDocument(record).root)
            }
            #expect(try JSONValue.parse(text(builder.finish())) == .array(expected))
        }
    }

    @Test func `takes back what stood under a key that comes again`() throws {
        #expect(
            try text(
                batch(
                    "{\"l\":[{\"x\":[1,2],\"b\":true}],\"s\":\"first\"}", "{}",
                    "{\"l\":[{\"b\":true},{\"x\":[3]}],\"l\":[{\"x\":[4,5]}],\"s\":\"second\",\"s\":\"third\"}",
                    "{\"l\":[{\"b\":false}]}"))
                    == """
                    [{"l":[{"x":[1,2],"b":true}],"s":"first"},{},{"l":[{"x":[4,5]}],"s":"third"},{"l":[{"b":false}]}]
                    """)
    }

    @Test func `widens the rows it has`() throws {
        #expect(try text(batch("{\"a\":1}", "{}", "{\"a\":2.5}")) == "[{\"a\":1.0},{},{\"a\":2.5}]")
        #expect(
            try text(batch("{\"a\":1}", "{\"a\":18446744073709551615}"))
                == "[{\"a\":1},{\"a\":18446744073709551615}]")
        #expect(
            try text(batch("{\"a\":1}", "{\"a\":\"x\"}", "{\"a\":true}"))
                == "[{\"a\":\"1\"},{\"a\":\"x\"},{\"a\":\"true\"}]")
        #expect(
            try text(batch("{\"a\":{\"b\":[1,\"\\n\"]}}", "{\"a\":\"x\"}", "{}"))
                == "[{\"a\":{\"b\":[\"1\",\"\\n\"]}},{\"a\":\"x\"},{}]")
        #expect(
            try text(batch("{\"a\":[1]}", "{\"a\":[[2]]}", "{\"a\":[]}"))
                == "[{\"a\":[\"1\"]},{\"a\":[\"[2]\"]},{\"a\":[]}]")
        // The same value is the same text, before and after.
        #expect(
            try text(batch("{\"a\":1}", "{\"a\":1.5}", "{\"a\":\"x\"}", "{\"a\":[1]}", "{\"a\":1.0}", "{\"a\":-0.0}"))
                == #"[{"a":"1"},{"a":"1.5"},{"a":"x"},{"a":"[1]"},{"a":"1"},{"a":"-0.0"}]"#)
    }

    @Test func `goes on after a batch with the same columns`() throws {
        var builder = RecordBuilder()
        try builder.append(JSONDocument.parse("{\"a\":9007199254740993,\"b\":\"x\"}").root)
        let version = builder.layoutVersion
        #expect(text(builder.finish()) == "[{\"a\":9007199254740993,\"b\":\"x\"}]")
        #expect(builder.rowCount == 0)
        try builder.append(JSONDocument.parse("{\"b\":\"y\"}").root)
        #expect(builder.layoutVersion == version)
        try builder.append(JSONDocument.parse("{\"a\":0.5}").root)
        #expect(builder.layoutVersion > version)
        // The numbers of the first batch still count: no double holds one of them.
        #expect(builder.schema == Schema([Field("a", .text), Field("b", .string)]))
        #expect(text(builder.finish()) == "[{\"b\":\"y\"},{\"a\":\"0.5\"}]")
    }

    @Test func `keeps every value of one batch after the other`() throws {
        var random = SeededRandom(seed: 14)
        for _ in 0..<30 {
            var records = RandomRecords(&random, oddity: 300)
            var builder = RecordBuilder()
            for _ in 0..<8 {
                let values = try (0..<random.below(150)).map { _ in try JSONDocument.parse(records.record()).root }
                for value in values { try builder.append(value) }
                let schema = builder.schema
                let batch = builder.finish()
                #expect(builder.schema == schema)
                let rows = try #require(try JSONValue.parse(text(batch)).array)
                #expect(rows.count == values.count)
                for (value, row) in zip(values, rows) {
                    #expect(RowComparison.isSame(JSONValue(value), row, .structure(schema.fields)), "\(value)\n\(row)")
                }
            }
        }
    }

    @Test func `strings that become text keep the memory of strings`() throws {
        var builder = RecordBuilder()
        for value in ["\"x\"", "\"y\"", "7", "8"] {
            try builder.append(JSONDocument.parse("{\"a\":\(value)}").root)
            _ = builder.finish()
        }
        #expect(builder.schema["a"]?.type == .text)
    }

    @Test func `fills the columns that say where records come from`() throws {
        var builder = RecordBuilder()
        for (record, partition) in [("{\"a\":1}", "x"), ("{}", "y")] {
            try builder.append(JSONDocument.parse(record).root)
            try builder.fill("_partition", with: .text(partition))
            try builder.fill("_at", with: .timestamp(microseconds: 1_700_000_000_123_456))
        }
        #expect(
            text(builder.finish()) == """
                [{"a":1,"_partition":"x","_at":"2023-11-14T22:13:20.123456Z"},\
                {"_partition":"y","_at":"2023-11-14T22:13:20.123456Z"}]
                """)
    }

    @Test func `refuses to fill a column that records have with another type`() throws {
        var builder = RecordBuilder()
        try builder.append(JSONDocument.parse("{\"_partition\":1}").root)
        let misfit = #expect(throws: Misfit.self) { try builder.fill("_partition", with: .text("x")) }
        #expect(misfit?.description == "_partition: x is not of type integer")
    }

    @Test func `takes an inner object with ever new keys for JSON text`() throws {
        var builder = RecordBuilder()
        for key in 0...ColumnLimits.fieldsOfStructure {
            try builder.append(JSONDocument.parse("{\"map\":{\"\(key)\":\(key)}}").root)
        }
        #expect(builder.schema["map"]?.type == .json)
        let batch = builder.finish()
        #expect(text(batch).hasPrefix("[{\"map\":{\"0\":0}},{\"map\":{\"1\":1}},"))
        #expect(text(batch).hasSuffix(",{\"map\":{\"1000\":1000}}]"))
    }

    @Test func `refuses a record with too many fields`() throws {
        let members = (0...ColumnLimits.columns).map { "\"k\($0)\":1" }.joined(separator: ",")
        var builder = RecordBuilder()
        let document = try JSONDocument.parse("{\(members)}")
        let misfit = #expect(throws: Misfit.self) { try builder.append(document.root) }
        #expect(misfit?.description == "the record has too many fields (at \"k10000\")")
        #expect(builder.rowCount == 0)
    }

    /// The columns of the state are widened by whatever comes, as merging schemas does.
    @Test func `goes on with the columns of any state`() throws {
        var random = SeededRandom(seed: 13)
        for number in 0..<400 {
            let options = InferenceOptions(infersTimestamps: number % 2 == 0)
            var (before, after) = (RandomRecords(&random, oddity: 20), RandomRecords(&random, oddity: 20))
            var known = Schema()
            for _ in 0..<3 { known.observe(try JSONDocument.parse(before.record()).root, options: options) }
            let values = try (0..<5).map { _ in try JSONDocument.parse(after.record()).root }
            var builder = RecordBuilder(schema: known, options: options)
            var schema = known
            for value in values {
                try builder.append(value)
                schema.observe(value, options: options)
            }
            #expect(builder.schema == schema)
            let read = try #require(try JSONValue.parse(text(builder.finish())).array)
            for (value, row) in zip(values, read) {
                #expect(RowComparison.isSame(JSONValue(value), row, .structure(schema.fields)), "\(value)\n\(row)")
            }
        }
    }

    @Test func `widens columns that are no longer declared`() throws {
        let known = Schema([
            Field("d", .decimal(precision: 5, scale: 2), isNullable: false), Field("u", .uuid), Field("b", .binary),
            Field("t", .time), Field("e", .decimal(precision: 5, scale: 2)),
        ])
        var builder = RecordBuilder(schema: known)
        for record in [
            """
            {"d":12,"u":"00112233-4455-6677-8899-aabbccddeeff","b":"AAEC","t":"10:20:30","e":-1}
            """, "{\"d\":1000000,\"u\":\"x\",\"b\":true,\"t\":[],\"e\":0.5}", "{}",
        ] { try builder.append(JSONDocument.parse(record).root) }
        #expect(
            builder.schema
                == Schema([
                    Field("d", .decimal(precision: 21, scale: 2)), Field("u", .string), Field("b", .text),
                    Field("t", .text),
                    Field("e", .text),
                ]))
        #expect(
            text(builder.finish()) == """
                [{"d":12.00,"u":"00112233-4455-6677-8899-aabbccddeeff","b":"AAEC","t":"10:20:30","e":"-1.00"},\
                {"d":1000000.00,"u":"x","b":"true","t":"[]","e":"0.5"},{}]
                """)
    }

    /// What the builder makes of random records is what observing them says, and holds the same values.
    @Test(arguments: [
        InferenceOptions(), InferenceOptions(nested: .json), InferenceOptions(infersTimestamps: true),
        InferenceOptions(isAllText: true),
    ])
    func `keeps every value of random records`(options: InferenceOptions) throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<200 {
            var records = RandomRecords(&random, oddity: 60)
            let values = try (0..<30).map { _ in try JSONDocument.parse(records.record()).root }
            var builder = RecordBuilder(options: options)
            var schema = Schema()
            for value in values {
                try builder.append(value)
                schema.observe(value, options: options)
            }
            #expect(builder.schema == schema)
            let batch = builder.finish()
            let read = try #require(try JSONValue.parse(text(batch)).array)
            for (value, row) in zip(values, read) {
                #expect(
                    RowComparison.isSame(JSONValue(value), row, .structure(schema.fields)),
                    "\(value)\n\(row)\n\(schema)")
            }
        }
    }
}
