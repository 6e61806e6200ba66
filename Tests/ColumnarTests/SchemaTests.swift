import Columnar
import JSON
import TestSupport
import Testing

@Suite struct SchemaTests {
    private func schema(of records: String..., options: InferenceOptions = InferenceOptions()) throws -> Schema {
        var schema = Schema()
        for record in records { schema.observe(try JSONDocument.parse(record).root, options: options) }
        return schema
    }

    private func type(of values: String..., options: InferenceOptions = InferenceOptions()) throws -> ColumnType? {
        var schema = Schema()
        for value in values { schema.observe(try JSONDocument.parse("{\"a\": \(value)}").root, options: options) }
        return schema["a"]?.type
    }

    @Test func `infers the narrowest type of a value`() throws {
        #expect(try type(of: "null") == .null)
        #expect(try type(of: "true") == .boolean)
        #expect(try type(of: "9007199254740991") == .integer)
        #expect(try type(of: "-9007199254740993") == .longInteger)
        #expect(try type(of: "9223372036854775808") == .wideInteger)
        #expect(try type(of: "-99999999999999999999999999999999999999") == .wideInteger)
        #expect(try type(of: "999999999999999999999999999999999999999") == .text)
        #expect(try type(of: "1e999") == .text)
        #expect(try type(of: "1.0") == .double)
        #expect(try type(of: "\"2024-01-31T10:20:30Z\"") == .string)
        #expect(try type(of: "[1, null]") == .list(.element(.integer)))
        #expect(try type(of: "{\"b\": [{}]}") == .structure([Field("b", .list(.element(.structure([]))))]))
    }

    @Test func `widens as little as holds every value`() throws {
        #expect(try type(of: "null", "1") == .integer)
        #expect(try type(of: "1", "1.5") == .double)
        #expect(try type(of: "9007199254740993", "1.5") == .text)
        #expect(try type(of: "1.5", "9007199254740993") == .text)
        #expect(try type(of: "1", "9223372036854775808") == .wideInteger)
        #expect(try type(of: "1.5", "9223372036854775808") == .text)
        #expect(try type(of: "1", "\"x\"") == .text)
        #expect(try type(of: "true", "1") == .text)
        #expect(try type(of: "\"x\"", "{}") == .text)
        #expect(try type(of: "1", "\"x\"", "[]", "{}") == .text)
        #expect(try type(of: "{}", "\"x\"") == .json)
        #expect(try type(of: "1", "[]", "\"x\"") == .text)
        #expect(try type(of: "[\"x\"]", "[{}]") == .list(.element(.text)))
        #expect(try type(of: "[]", "{}") == .json)
        #expect(try type(of: "[1]", "[{}]") == .list(.element(.text)))
        #expect(try type(of: "[1]", "[2.5]", "[]") == .list(.element(.double)))
        #expect(
            try type(of: "{\"b\": 1}", "{\"c\": true, \"b\": \"x\"}")
                == .structure([Field("b", .text), Field("c", .boolean)]))
    }

    @Test func `recognises timestamps only when asked and only exact ones`() throws {
        let asked = InferenceOptions(infersTimestamps: true)
        #expect(try type(of: "\"2024-01-31T10:20:30.123456Z\"", options: asked) == .timestamp)
        #expect(try type(of: "\"2024-01-31T10:20:30.1234567Z\"", options: asked) == .string)
        #expect(try type(of: "\"2024-01-31\"", "null", options: asked) == .date)
        #expect(try type(of: "\"2024-01-31\"", "\"2024-01-31T10:20:30Z\"", options: asked) == .string)
        #expect(try type(of: "\"2024-01-31\"", "\"tomorrow\"", options: asked) == .string)
    }

    @Test func `follows the options about nested values and text`() throws {
        let flat = InferenceOptions(nested: .json)
        #expect(try type(of: "{\"b\": 1}", options: flat) == .json)
        #expect(try type(of: "[1]", options: flat) == .json)
        let text = InferenceOptions(isAllText: true)
        #expect(try type(of: "1", "true", options: text) == .text)
        #expect(try type(of: "[1]", options: text) == .list(.element(.text)))
    }

    @Test func `keeps keys apart that only look alike`() throws {
        let schema = try schema(of: "{\"caf\u{E9}\": 1}", "{\"cafe\u{301}\": \"x\"}")
        #expect(schema.fields.map(\.type) == [.integer, .string])
    }

    @Test func `takes a record that is no object for one with a value`() throws {
        #expect(try schema(of: "1", "2.5", "{\"a\": true}").fields == [Field("value", .double), Field("a", .boolean)])
    }

    @Test func `takes an object with ever new keys for JSON text`() throws {
        var schema = Schema()
        for key in 0...ColumnLimits.fieldsOfStructure {
            schema.observe(try JSONDocument.parse("{\"map\": {\"\(key)\": 1}}").root)
        }
        #expect(schema["map"]?.type == .json)
    }

    @Test func `takes what is nested too deep for JSON text`() throws {
        let depth = ColumnLimits.depth + 10
        let record = "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        var type = try #require(try schema(of: record)["a"]?.type)
        var levels = 0
        while case .list(let element) = type { (type, levels) = (element.type, levels + 1) }
        #expect(type == .json)
        #expect(levels == ColumnLimits.depth - 1)
    }

    @Test func `widening is the same in whatever order values come, but for scalars and nested values`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<5000 {
            let (a, b, c) = (RandomSchema.type(&random), RandomSchema.type(&random), RandomSchema.type(&random))
            #expect(a.widened(toHold: a) == a)
            #expect(unordered(a.widened(toHold: b)) == unordered(b.widened(toHold: a)))
            #expect(
                sorted(a.widened(toHold: b).widened(toHold: c)) == sorted(a.widened(toHold: b.widened(toHold: c))),
                "\(a) \(b) \(c)")
            let widened = a.widened(toHold: b)
            #expect(sorted(widened.widened(toHold: b)) == sorted(widened))
        }
    }

    /// The type with its fields in the order of their names, whether scalars or nested values came first.
    private func unordered(_ type: ColumnType) -> ColumnType {
        switch sorted(type) {
        case .text: .json
        case .list(let element): .list(.element(unordered(element.type), isNullable: element.isNullable))
        case .structure(let fields):
            .structure(fields.map { Field($0.name, unordered($0.type), isNullable: $0.isNullable) })
        case let other: other
        }
    }

    /// The type with its fields in the order of their names.
    private func sorted(_ type: ColumnType) -> ColumnType {
        switch type {
        case .list(let element): .list(.element(sorted(element.type), isNullable: element.isNullable))
        case .structure(let fields):
            .structure(
                fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map {
                    Field($0.name, sorted($0.type), isNullable: $0.isNullable)
                })
        default: type
        }
    }

    @Test func `merging equals observing everything`() throws {
        var random = SeededRandom(seed: 6)
        for _ in 0..<300 {
            var shape = RandomRecords(&random)
            let records = try (0..<6).map { _ in try JSONDocument.parse(shape.record()).root }
            var (whole, first, second) = (Schema(), Schema(), Schema())
            for record in records { whole.observe(record) }
            for record in records[..<3] { first.observe(record) }
            for record in records[3...] { second.observe(record) }
            first.merge(second)
            #expect(sorted(.structure(first.fields)) == sorted(.structure(whole.fields)))
        }
    }
}
