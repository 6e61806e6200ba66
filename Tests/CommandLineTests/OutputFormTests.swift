import Connector
import JSON
import TestSupport
import Testing

@testable import CommandLine

@Suite struct OutputFormTests {
    private func indented(_ text: String) -> String {
        var text = text
        return text.withUTF8 { String(decoding: Indentation.indented(UnsafeRawBufferPointer($0)), as: UTF8.self) }
    }

    @Test func `parts stand on lines of their own`() {
        #expect(
            indented(#"{"a":[1,{"b":"x,\"{y}\\"}],"c":{},"d":[],"e":null}"#) == #"""
                {
                  "a": [
                    1,
                    {
                      "b": "x,\"{y}\\"
                    }
                  ],
                  "c": {},
                  "d": [],
                  "e": null
                }
                """#)
        for text in ["1", #""a:b""#, "[]", "{}", ""] { #expect(indented(text) == text) }
    }

    @Test func `indented text reads as the same value`() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<200 {
            let value = Self.value(&random, depth: 4)
            #expect(try JSONValue.parse(indented(value.description)) == value)
        }
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        let strings = ["", "a", "{[,:]}", "\"", "\\", "\n", "é\u{1F333}"]
        switch random.below(depth > 0 ? 6 : 4) {
        case 0: return .null
        case 1: return .integer(Int64(random.below(1000)))
        case 2: return .bool(random.once(in: 2))
        case 3: return .string(random.pick(strings) + random.pick(strings))
        case 4: return .array((0..<random.below(4)).map { _ in value(&random, depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<random.below(4) { object[random.pick(strings)] = value(&random, depth: depth - 1) }
            return .object(object)
        }
    }

    @Test(arguments: [
        ("{}", "{}", nil), (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#, nil),
        (#"{"a":[1,2]}"#, #"{"a":[1,3]}"#, "$.a[1]: expected 2, read 3"),
        (#"{"a":[1,2]}"#, #"{"a":[1]}"#, "$.a[1]: expected 2, read nothing"),
        (#"{"a":[]}"#, #"{"a":[null]}"#, "$.a[0]: expected nothing, read null"),
        (#"{"a b":{"c":1}}"#, #"{"a b":{}}"#, #"$["a b"].c: expected 1, read nothing"#),
        ("{}", #"{"x":false}"#, "$.x: expected nothing, read false"), ("1", #""1""#, #"$: expected 1, read "1""#),
        ("null", "{}", "$: expected null, read {}"),
    ])
    func `the first difference is found`(expected: String, found: String, difference: String?) throws {
        let first = JSONDifference(expected: try JSONValue.parse(expected), found: try JSONValue.parse(found))
        #expect(first?.description == difference)
    }

    @Test(arguments: [
        ("a", ["a"]), ("a,b", ["a", "b"]), (" a , b,", ["a", "b"]), ("a b", ["a b"]),
    ])
    func `streams are separated by commas`(list: String, names: [String]?) throws {
        #expect(try StreamSelection(list: list).names == names)
    }

    @Test(arguments: ["", ",", " , "])
    func `a list without a name is not taken for all streams`(list: String) async throws {
        let program = Program(catalog: FakeCatalog(FakeSource(streams: [.init("trees", pages: [1])])))
        for command in ["read", "discover"] {
            let output = try await captured(program, [command] + FakeCatalog.options + ["--streams", list])
            #expect(output.code == .usage)
            #expect(
                output.error.hasPrefix(
                    "curlew: `--streams` names no stream: name at least one, or leave it out for all\n"))
        }
    }

    @Test func `catalogs come in several forms`() throws {
        func selection(_ text: String) throws -> StreamSelection {
            try StreamSelection(catalog: JSONValue.parse(text), from: "the test")
        }
        #expect(try selection(#"{"streams":[{"name":"a"},{"stream":{"name":"b"}}]}"#).names == ["a", "b"])
        #expect(try selection(#"{"type":"CATALOG","catalog":{"streams":[{"name":"a"}]}}"#).names == ["a"])
        #expect(try selection(#"{"streams":[{"name":"a","sync_mode":"full_refresh"}]}"#).readWhole == ["a"])
        for wrong in ["[]", "{}", #"{"streams":[{}]}"#, #"{"streams":[{"name":"a","sync_mode":"all"}]}"#] {
            #expect(throws: Failure.self) { try selection(wrong) }
        }
    }
}
