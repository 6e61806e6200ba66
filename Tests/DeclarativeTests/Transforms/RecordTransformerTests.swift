import Connector
import DateTime
import JSON
import Templates
import Testing

@testable import Declarative

@Suite struct RecordTransformerTests {
    private func set(_ fields: [(String, String)]) throws -> RecordTransform {
        .set(try fields.map { .init(name: $0.0, value: .template(try Template($0.1, scope: .everything))) })
    }

    private func path(_ text: String) throws -> FieldPath { try #require(FieldPath(text)) }

    private func rename(_ from: String, _ to: String) throws -> RecordTransform.Renaming {
        .init(from: try path(from), to: to)
    }

    private func transformed(
        _ json: String, _ transforms: RecordTransform..., leavingOut: Bool = false
    ) throws -> String {
        var faults = RecordFaults(areLeftOut: leavingOut)
        return try transformed(json, transforms, &faults)
    }

    private func transformed(
        _ json: String, _ transforms: [RecordTransform], _ faults: inout RecordFaults
    ) throws -> String {
        var context = TemplateContext(now: .unixEpoch)
        context[.config] = .value(["org": "acme"])
        context[.partition] = .value(["id": 7, "tags": ["x"]])
        context[.stream] = .value("orders")
        let document = try JSONDocument.parse(json, duplicateKeys: .keep)
        let batch = RecordBatch(elementsOf: document.root)
        let result = try RecordTransformer(transforms).transform(batch, in: context, faults: &faults)
        return result.views.map(\.description).joined(separator: "\n")
    }

    @Test func `without transforms a batch stays as it is`() throws {
        let batch = RecordBatch(elementsOf: try JSONDocument.parse(#"[{"a": 1}]"#).root)
        var faults = RecordFaults(areLeftOut: false)
        let result = try RecordTransformer([]).transform(batch, in: TemplateContext(now: .unixEpoch), faults: &faults)
        #expect(result.document === batch.document)
    }

    @Test func `every value is kept as it is`() throws {
        let record =
            #"{"z":null,"a":9223372036854775808,"b":123456789012345678901234567890,"c":1.0,"d":0.25,"e":"é\u0000\"","f":[],"g":{},"h":[[{"x":-0.0}],true,false],"i":-1,"":"empty"}"#
        #expect(try transformed("[\(record), {}]", .drop([path("nothing")])) == record + "\n{}")
    }

    @Test func `set adds and replaces`() throws {
        #expect(
            try transformed(
                #"[{"id": 1, "name": "Ann", "org": null}]"#,
                set([
                    ("org", "{{ config.org }}"), ("label", "{{ record.name | upper }}!"),
                    ("slice", "{{ partition.id }}"),
                    ("tags", "{{ partition.tags }}"), ("stream", "{{ stream }}"), ("name", "{{ record.id }}"),
                    ("twice", "{{ record.name }}"),
                ]))
                == #"{"id":1,"name":1,"org":"acme","label":"ANN!","slice":7,"tags":["x"],"stream":"orders","twice":"Ann"}"#
        )
    }

    @Test func `a constant keeps its type, and parts may be templates`() throws {
        let value = TemplatedValue.object([
            .init(name: "n", value: .constant(1)),
            .init(
                name: "l",
                value: .list([.template(try Template("{{ record.a }}", scope: .everything)), .constant("x")])),
            .init(name: "m", value: .template(try Template("{{ record.missing }}", scope: .everything))),
        ])
        #expect(
            try transformed(
                #"[{"a": [1, {"b": 2.50}]}]"#, .set([.init(name: "v", value: value)]),
                .set([.init(name: "k", value: .constant(nil))]))
                == #"{"a":[1,{"b":2.5}],"v":{"n":1,"l":[[1,{"b":2.5}],"x"]},"k":null}"#)
    }

    @Test func `a template without a value leaves things as they are`() throws {
        #expect(
            try transformed(#"[{"a": 1}]"#, set([("a", "{{ record.none }}"), ("b", "{{ record.none }}")]))
                == #"{"a":1}"#)
        #expect(try transformed(#"[{"a": null}]"#, set([("b", "{{ record.a }}")])) == #"{"a":null,"b":null}"#)
    }

    @Test func `rename keeps the place of a field, and takes that of another`() throws {
        #expect(
            try transformed(#"[{"a": 1, "b": 2, "c": 3}, {"c": 4}]"#, .rename([rename("a", "x"), rename("c", "b")]))
                == "{\"x\":1,\"b\":3}\n{\"b\":4}")
        #expect(try transformed(#"[{"a": 1, "b": 2}]"#, .rename([rename("a", "b")])) == #"{"b":1}"#)
        #expect(try transformed(#"[{"b": 2, "a": 1}]"#, .rename([rename("a", "b")])) == #"{"b":1}"#)
        #expect(try transformed(#"[{"a": 1, "b": 2}]"#, .rename([rename("a", "a")])) == #"{"a":1,"b":2}"#)
        #expect(
            try transformed(#"[{"a": 1, "b": 2}]"#, .rename([rename("a", "c"), rename("b", "a"), rename("c", "b")]))
                == #"{"b":1,"a":2}"#)
    }

    @Test func `rename brings a nested field to the top`() throws {
        #expect(
            try transformed(
                #"[{"c": {"id": 1, "n": {"x": [2]}}}, {"c": null}, {"c": 7}, {"c": {}}]"#,
                .rename([rename("c.id", "c_id"), rename("c.n.x", "c.x")]))
                    == """
                    {"c":{"n":{}},"c_id":1,"c.x":[2]}
                    {"c":null}
                    {"c":7}
                    {"c":{}}
                    """)
    }

    @Test func `drop removes fields at any depth`() throws {
        #expect(
            try transformed(
                #"[{"a": 1, "b": {"c": 1, "d": {"e": 2, "f": 3}}, "a": 2}, {"b": [1]}]"#,
                .drop([path("a"), path("b.c"), path("b.d.e"), path("x.y")]))
                == "{\"b\":{\"d\":{\"f\":3}}}\n{\"b\":[1]}")
    }

    @Test func `select keeps what it names, in the order of the record`() throws {
        #expect(
            try transformed(
                #"[{"a": 1, "b": {"c": 1, "d": {"e": 2, "f": 3}}, "z": 0}, {"b": null, "z": 5}, {"b": {"q": 1}}]"#,
                .select([path("z"), path("b.d.f"), path("b.c"), path("nothing")]))
                == "{\"b\":{\"c\":1,\"d\":{\"f\":3}},\"z\":0}\n{\"z\":5}\n{}")
    }

    @Test func `flatten moves members up`() throws {
        let record = #"[{"a": 1, "b": {"c": {"d": 2, "e": []}, "f": {}}, "g": [{"h": 1}]}]"#
        #expect(
            try transformed(record, .flatten(separator: "_", depth: nil))
                == #"{"a":1,"b_c_d":2,"b_c_e":[],"b_f":{},"g":[{"h":1}]}"#)
        #expect(
            try transformed(record, .flatten(separator: ".", depth: 1))
                == #"{"a":1,"b.c":{"d":2,"e":[]},"b.f":{},"g":[{"h":1}]}"#)
        #expect(
            try transformed(
                record, .flatten(separator: "_", depth: nil), .rename([rename("b_c_d", "d")]), .drop([path("b_f")]))
                == #"{"a":1,"d":2,"b_c_e":[],"g":[{"h":1}]}"#)
    }

    @Test func `flatten loses no field to another`() throws {
        let failure = #expect(throws: Failure.self) {
            try transformed(#"[{"a_b": 1, "a": {"b": 2}}]"#, .flatten(separator: "_", depth: nil))
        }
        #expect(failure?.kind == .data)
        #expect(failure?.message == "`flatten` makes two fields named `a_b` of one record.")
    }

    @Test func `explode makes a record of each element`() throws {
        #expect(
            try transformed(
                #"[{"id": 1, "lines": [{"sku": "a", "id": 9}, {"sku": "b"}], "x": 0}, {"id": 2, "lines": []}]"#,
                .explode(path("lines")))
                == #"{"x":0,"sku":"a","id":9}"# + "\n" + #"{"id":1,"x":0,"sku":"b"}"#)
        #expect(
            try transformed(
                #"[{"o": {"n": 1, "l": ["a", null, [1]]}}, {"o": {"l": null}}, {"o": 1}, {}, {"o": {"l": {"q": 1}}}, {"o": {"l": 5}}]"#,
                .explode(path("o.l")))
                    == """
                    {"o":{"n":1},"l":"a"}
                    {"o":{"n":1},"l":null}
                    {"o":{"n":1},"l":[1]}
                    {"o":{},"q":1}
                    {"o":{},"l":5}
                    """)
    }

    @Test func `steps see what the steps before them did`() throws {
        #expect(
            try transformed(
                #"[{"a": 1, "l": [{"b": 2}, {"b": 3}]}]"#, set([("c", "{{ record.a }}")]), .drop([path("a")]),
                set([("d", "{{ record.a | default('gone') }}{{ record.c }}")]), .explode(path("l")),
                set([("e", "{{ record.b + 1 }}")]), .rename([rename("b", "f")]), set([("g", "{{ record.f }}")]))
                == #"{"c":1,"d":"gone1","f":2,"e":3,"g":2}"# + "\n" + #"{"c":1,"d":"gone1","f":3,"e":4,"g":3}"#)
        #expect(
            try transformed(
                #"[{"a": {"x": 1}}]"#, set([("b", "{{ partition.tags }}"), ("c", "{{ record.a }}")]),
                .explode(path("b")), .drop([path("c.x")]), .flatten(separator: "_", depth: nil))
                == #"{"a_x":1,"c":{},"b":"x"}"#)
    }

    @Test func `a record that cannot be transformed is an error, or is left out`() throws {
        let json = #"[{"id": 1, "n": "x"}, {"id": 2, "n": 4}, {"id": 3}]"#
        let step = try set([("m", "{{ record.n + 1 }}")])
        let failure = #expect(throws: Failure.self) { try transformed(json, step) }
        #expect(failure?.kind == .data)
        #expect(failure?.message.hasPrefix("The field `m` cannot be set: ") == true)
        var faults = RecordFaults(areLeftOut: true)
        #expect(try transformed(json, [step], &faults) == #"{"id":2,"n":4,"m":5}"#)
        #expect(faults.count == 2)
        #expect(faults.notes.count == 2)
    }

    @Test func `what is left out is a record as the step sees it`() throws {
        var faults = RecordFaults(areLeftOut: true)
        let result = try transformed(
            #"[{"l": [{"n": 1}, {"n": "x"}]}, {"l": [{"n": 3}]}]"#,
            [.explode(path("l")), .flatten(separator: "_", depth: nil), set([("m", "{{ record.n + 1 }}")])], &faults)
        #expect(result == #"{"n":1,"m":2}"# + "\n" + #"{"n":3,"m":4}"#)
        #expect(faults.count == 1)
    }

    @Test func `names that grow beyond all measure are an error`() throws {
        // Each of 900 levels has a name of 2,000 bytes, and a value whose name has all of those around it.
        let name = String(repeating: "n", count: 2_000)
        let record = (0..<900).reduce(#"{"v":1}"#) { inner, _ in "{\"v\":1,\"\(name)\":\(inner)}" }
        let failure = #expect(throws: Failure.self) {
            try transformed("[\(record)]", .flatten(separator: "_", depth: nil))
        }
        #expect(failure?.message == "`flatten` makes more than 64 MB of names of one record.")
    }

    @Test func `an array that multiplies a large record is an error`() throws {
        let text = String(repeating: "x", count: 2 << 20)
        let elements = Array(repeating: "1", count: 150).joined(separator: ",")
        let failure = #expect(throws: Failure.self) {
            try transformed("[{\"text\":\"\(text)\",\"list\":[\(elements)]}]", .explode(path("list")))
        }
        #expect(failure?.message == "The transforms make more than 256 MB of one batch of records.")
    }
}
