import Columnar
import JSON
import Testing

@Suite struct DeclaredColumnTests {
    private func column(_ type: ColumnType, _ values: String...) throws -> String {
        var builder = RecordBuilder(declared: Schema([Field("a", type)]))
        for value in values { try builder.append(JSONDocument.parse("{\"a\":\(value)}").root) }
        let batch = builder.finish()
        var writer = JSONWriter()
        for row in 0..<batch.rowCount { batch.write(row: row, to: &writer) }
        #expect(batch.schema.fields.map(\.type) == [type])
        return writer.text
    }

    private func misfit(_ type: ColumnType, _ value: String) throws -> String? {
        var builder = RecordBuilder(declared: Schema([Field("b", .string), Field("a", type)]))
        let record = try JSONDocument.parse("{\"b\":\"x\",\"a\":\(value)}").root
        let misfit = #expect(throws: Misfit.self) { try builder.append(record) }
        #expect(builder.rowCount == 0)
        return misfit?.description
    }

    @Test(arguments: [
        (ColumnType.timestamp, "\"2024-01-31T10:20:30.1234567+01:00\"", "\"2024-01-31T09:20:30.123456Z\""),
        (.timestamp, "\"2024-01-31\"", "\"2024-01-31T00:00:00Z\""),
        (.date, "\"0001-01-01\"", "\"0001-01-01\""),
        (.time, "\"23:59:59.999999\"", "\"23:59:59.999999\""),
        (.time, "\"00:30+01:00\"", "\"23:30:00\""),
        (.uuid, "\"00112233-4455-6677-8899-AABBCCDDEEFF\"", "\"00112233-4455-6677-8899-aabbccddeeff\""),
        (.binary, "\"AAEC/w==\"", "\"AAEC/w==\""),
        (.binary, "\"AAEC/w\"", "\"AAEC/w==\""),
        (.binary, "\"\"", "\"\""),
        (.decimal(precision: 5, scale: 2), "\"-123.4\"", "-123.40"),
        (.decimal(precision: 5, scale: 2), "0.07", "0.07"),
        (.decimal(precision: 5, scale: 2), "12e1", "120.00"),
        (
            .decimal(precision: 38, scale: 10), "\"1234567890123456789012345678.0123456789\"",
            "1234567890123456789012345678.0123456789"
        ),
        (.longInteger, "5.0", "5"),
        (.double, "9223372036854775808", "9.223372036854775808e18"),
        (.json, "{\"x\": [null, 1.50]}", "{\"x\":[null,1.5]}"),
        (.text, "1.5", "\"1.5\""),
    ])
    func `holds what the type can say`(type: ColumnType, value: String, read: String) throws {
        #expect(try JSONValue.parse(column(type, value)) == JSONValue.parse("{\"a\":\(read)}"))
    }

    @Test(arguments: [
        (ColumnType.timestamp, "\"yesterday\"", "a: \"yesterday\" is not of type date-time"),
        (.timestamp, "1700000000", "a: 1700000000 is not of type date-time"),
        (.date, "\"2024-01-31T00:00:00Z\"", "a: \"2024-01-31T00:00:00Z\" is not of type date"),
        (.time, "\"25:00\"", "a: \"25:00\" is not of type time"),
        (.uuid, "\"0011\"", "a: \"0011\" is not of type uuid"),
        (.binary, "\"AA=C\"", "a: \"AA=C\" is not of type binary"),
        (.binary, "\"AB==\"", "a: \"AB==\" is not of type binary"),
        (.decimal(precision: 5, scale: 2), "0.071", "a: 0.071 is not of type decimal(5,2)"),
        (.decimal(precision: 5, scale: 2), "1000", "a: 1000 is not of type decimal(5,2)"),
        (.longInteger, "5.5", "a: 5.5 is not of type integer"),
        (.double, "9007199254740993", "a: 9007199254740993 is not of type number"),
        (.list(.element(.date)), "1", "a: 1 is not of type array"),
        (.structure([Field("c", .uuid)]), "1", "a: 1 is not of type object"),
        (.string, "1", "a: 1 is not of type string"),
        (.boolean, "\"true\"", "a: \"true\" is not of type boolean"),
        (.list(.element(.date)), "[\"2024-01-31\", \"x\"]", "a[]: \"x\" is not of type date"),
        (.structure([Field("c", .uuid)]), "{\"c\": 1}", "a.c: 1 is not of type uuid"),
        (
            .structure([Field("c", .uuid, isNullable: false)]), "{}",
            "a.c is declared as required, and is missing or null"
        ),
        (.list(.element(.string, isNullable: false)), "[null]", "a[] is declared as required, and is missing or null"),
    ])
    func `refuses what it cannot hold, naming field and value`(type: ColumnType, value: String, message: String) throws
    {
        #expect(try misfit(type, value) == message)
    }

    @Test func `leaves a refused record out as a whole`() throws {
        let lines = ColumnType.list(.element(.structure([Field("day", .date)])))
        var builder = RecordBuilder(
            declared: Schema([Field("lines", lines), Field("id", .longInteger, isNullable: false)]))
        for (id, day) in [(1, "2024-01-31"), (2, "never"), (3, "2024-02-01")] {
            let record = "{\"note\":\"\(id)\",\"lines\":[{\"day\":\"2024-01-01\"},{\"day\":\"\(day)\"}],\"id\":\(id)}"
            try? builder.append(JSONDocument.parse(record).root)
        }
        let batch = builder.finish()
        var writer = JSONWriter()
        for row in 0..<batch.rowCount { batch.write(row: row, to: &writer) }
        #expect(
            writer.text == """
                {"lines":[{"day":"2024-01-01"},{"day":"2024-01-31"}],"id":1,"note":"1"},\
                {"lines":[{"day":"2024-01-01"},{"day":"2024-02-01"}],"id":3,"note":"3"}
                """)
    }

    @Test func `infers what is not declared, also inside declared structures, batch after batch`() throws {
        var builder = RecordBuilder(declared: Schema([Field("a", .structure([Field("at", .timestamp)]))]))
        for _ in 0..<2 {
            try builder.append(JSONDocument.parse("{\"a\":{\"b\":1,\"at\":\"2024-01-31T00:00:00Z\"},\"c\":true}").root)
            #expect(
                builder.schema.fields == [
                    Field("a", .structure([Field("at", .timestamp), Field("b", .integer)])), Field("c", .boolean),
                ])
            let record = try JSONDocument.parse("{\"a\":{\"at\":\"x\"}}").root
            #expect(throws: Misfit.self) { try builder.append(record) }
            _ = builder.finish()
        }
    }
}
