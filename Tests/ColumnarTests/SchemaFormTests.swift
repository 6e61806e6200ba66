import Columnar
import JSON
import TestSupport
import Testing

/// The forms a schema is written in: the state's and JSON Schema.
@Suite struct SchemaFormTests {
    @Test func `is kept in the state as a small value`() throws {
        let schema = Schema([
            Field("id", .integer, isNullable: false), Field("total", .decimal(precision: 12, scale: 2)),
            Field("tags", .list(.element(.string))),
            Field("customer", .structure([Field("name", .text), Field("at", .timestamp)])),
        ])
        #expect(
            schema.stored.description == """
                {"id":["required","integer"],"total":"decimal(12,2)","tags":["string"],\
                "customer":{"name":"text","at":"timestamp"}}
                """)
    }

    @Test func `comes back from the state as it was`() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1000 {
            let schema = Schema(RandomSchema.fields(&random))
            let text = schema.stored.description
            #expect(try Schema(stored: JSONValue.parse(text)) == schema, "\(text)")
        }
    }

    @Test(arguments: [
        ("[]", "the schema must be an array of one type, not []"),
        ("{\"a\": \"strange\"}", "the schema of a is of a type that does not exist, \"strange\""),
        ("{\"a\": {\"b\": 1}}", "the schema of a.b must be a type, not 1"),
        ("{\"a\": \"decimal(39,0)\"}", "the schema of a is of a type that does not exist, \"decimal(39,0)\""),
        ("\"string\"", "the schema must be an object of fields, not \"string\""),
        (
            "{\"a\": \(String(repeating: "[", count: 40))\"null\"\(String(repeating: "]", count: 40))}",
            "the schema of a\(String(repeating: ".[]", count: 32)) is nested more than 32 deep"
        ),
    ])
    func `says what is wrong with a stored schema`(text: String, message: String) throws {
        let error = #expect(throws: SchemaError.self) { try Schema(stored: JSONValue.parse(text)) }
        #expect(error?.description == message)
    }

    @Test func `is printed as JSON Schema`() throws {
        var schema = Schema()
        let record = "{\"id\": 1, \"price\": 1.5, \"note\": null, \"lines\": [{\"sku\": \"x\"}], \"any\": true}"
        schema.observe(try JSONDocument.parse(record).root)
        schema.observe(try JSONDocument.parse("{\"any\": {}, \"open\": {}}").root)
        schema.observe(try JSONDocument.parse("{\"open\": 1}").root)
        #expect(
            schema.jsonSchema.description == """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{\
                "id":{"type":["integer","null"]},"price":{"type":["number","null"]},"note":{"type":"null"},\
                "lines":{"type":["array","null"],"items":{"type":["object","null"],"properties":{\
                "sku":{"type":["string","null"]}}}},"any":{"type":["string","number","boolean","object","array","null"]},\
                "open":{"format":"json"}}}
                """)
    }

    @Test func `reads what connectors declare`() throws {
        let declared = try Schema(
            declaration: JSONValue.parse(
                """
                {"type": "object", "required": ["id", "tags"], "properties": {
                  "id": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}},
                  "at": {"type": ["string", "null"], "format": "date-time"}, "day": {"type": "string", "format": "date"},
                  "clock": {"type": "string", "format": "time"}, "key": {"type": "string", "format": "uuid"},
                  "total": {"type": ["number", "string"], "format": "decimal", "precision": 12, "scale": 2},
                  "photo": {"type": "string", "contentEncoding": "base64"}, "extra": {"format": "json"},
                  "either": {"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]},
                  "mixed": {"type": ["integer", "string"]}, "open": {"type": "object"}, "any": true,
                  "inner": {"properties": {"flag": {"type": "boolean"}}}}}
                """))
        #expect(
            declared.fields == [
                Field("id", .longInteger, isNullable: false),
                Field("tags", .list(.element(.string, isNullable: false)), isNullable: false),
                Field("at", .timestamp), Field("day", .date), Field("clock", .time), Field("key", .uuid),
                Field("total", .decimal(precision: 12, scale: 2)), Field("photo", .binary), Field("extra", .json),
                Field("either", .text), Field("mixed", .text), Field("open", .structure([])), Field("any", .null),
                Field("inner", .structure([Field("flag", .boolean)])),
            ])
    }

    @Test(arguments: [
        ("{\"type\": \"string\"}", "the schema must be of type object, with properties"),
        (
            "{\"properties\": {\"a\": {\"type\": \"int\"}}}",
            "the schema of a is of a type that JSON does not have, \"int\""
        ),
        (
            "{\"properties\": {\"a\": {\"$ref\": \"#/x\"}}}",
            "the schema of a uses $ref, which cannot be followed: write out what it stands for"
        ),
        (
            "{\"properties\": {\"a\": {\"items\": {\"format\": \"decimal\", \"precision\": 40}}}}",
            "the schema of a.items needs a precision from 1 to 38 and a scale from 0 to the precision"
        ),
    ])
    func `says what is wrong with a declared schema`(text: String, message: String) throws {
        let error = #expect(throws: SchemaError.self) { try Schema(declaration: JSONValue.parse(text)) }
        #expect(error?.description == message)
    }

    @Test func `declared columns take the place of inferred ones`() throws {
        let inferred = Schema([
            Field("a", .integer), Field("b", .structure([Field("x", .integer), Field("y", .string)])),
            Field("c", .list(.element(.double))),
        ])
        let declared = Schema([
            Field("d", .date), Field("b", .structure([Field("x", .text, isNullable: false)])), Field("c", .null),
        ])
        #expect(
            inferred.declaring(declared).fields == [
                Field("a", .integer),
                Field("b", .structure([Field("x", .text, isNullable: false), Field("y", .string)])),
                Field("c", .list(.element(.double))), Field("d", .date),
            ])
    }

    /// Records are valid against what `discover` shows for them, by another reader of JSON Schema.
    @Test func `records are valid against the schema inferred from them`() throws {
        var random = SeededRandom(seed: 8)
        var cases: [JSONValue] = []
        for number in 0..<100 {
            var records = RandomRecords(&random, oddity: 20)
            var schema = Schema()
            let values = try (0..<20).map { _ in try JSONDocument.parse(records.record()).root }
            for value in values { schema.observe(value, options: InferenceOptions(infersTimestamps: number % 2 == 0)) }
            cases.append(.array([schema.jsonSchema, .array(values.map { JSONValue($0) })]))
        }
        let output = try runPython(Self.validator, input: Array(JSONValue.array(cases).description.utf8))
        #expect(String(decoding: output, as: UTF8.self) == "2000 valid\n")
    }

    private static let validator = """
        import json, sys
        sys.path[:0] = __import__("glob").glob("\(PackageFolder.path)/.venv/lib/python3*/site-packages")
        from jsonschema import Draft202012Validator
        count = 0
        for schema, records in json.load(open(sys.argv[1], encoding="utf-8")):
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            for record in records:
                validator.validate(record)
                count += 1
        print(count, "valid")
        """
}
