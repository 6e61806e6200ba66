import JSON
import Testing
import YAML

@Suite struct DocumentTests {
    @Test(arguments: ["", " ", "\n\n", "# only a comment", "---", "---\n...\n", "\u{FEFF}", "\u{FEFF}# x\n"])
    func nothingIsNull(_ text: String) throws {
        #expect(try YAMLNode.parse(text).jsonValue.isNull)
    }

    @Test func aConnector() throws {
        let expected: JSONValue = [
            "name": "weather", "version": "1.0.0",
            "spec": ["properties": ["api_key": ["type": "string", "secret": true, "required": true]]],
            "auth": ["type": "api_key", "key": "X-Key", "value": "{{ config.api_key }}", "location": "header"],
            "streams": [
                [
                    "name": "stations",
                    "request": ["path": "/stations", "params": ["limit": 100, "group_by[]": ["country", "no"]]],
                    "pagination": ["type": "cursor", "cursor_path": "data[-1].id", "stop": ["value": false]],
                    "primary_key": ["id"],
                ]
            ],
        ]
        #expect(try YAMLNode.parse(Samples.connector).jsonValue == expected)
    }

    @Test func mappingsKeepTheirOrder() throws {
        let keys = (0..<40).map { "key\(($0 * 7) % 40)" }
        let mapping = try #require(try YAMLNode.parse(keys.map { "\($0): \($0)!" }.joined(separator: "\n")).mapping)
        #expect(mapping.map(\.key) == keys)
        for key in keys { #expect(mapping[key]?.scalar?.text == "\(key)!") }
        #expect(mapping["key40"] == nil)
        #expect(mapping.entry(for: "key7")?.keyPosition == YAMLPosition(line: 2, column: 1))
    }

    @Test func keysThatAreNoStringsBecomeTheirText() throws {
        let keys = try #require(try YAMLNode.parse("1: a\ntrue: b\n~: c\n1.50: d\non: e\n? \n: f\n").mapping).map(\.key)
        #expect(keys == ["1", "true", "~", "1.50", "on", ""])
    }

    @Test func keysAreComparedByteForByte() throws {
        let mapping = try #require(try YAMLNode.parse("\u{E9}: 1\ne\u{301}: 2").mapping)
        #expect(mapping["\u{E9}"]?.jsonValue == 1)
        #expect(mapping["e\u{301}"]?.jsonValue == 2)
    }

    @Test func literalAndFoldedBlocks() throws {
        let text = """
            literal: |
              first
                second

              # no comment
            stripped: |-
              a
              b

            kept: |+
              a

            folded: >
              one
              two

              three
                as it is
            indented: |2
                two spaces stay
            """
        let expected: JSONValue = [
            "literal": "first\n  second\n\n# no comment\n", "stripped": "a\nb", "kept": "a\n\n",
            "folded": "one two\nthree\n  as it is\n", "indented": "  two spaces stay",
        ]
        #expect(try YAMLNode.parse(text).jsonValue == expected)
    }

    @Test func stylesAreToldApart() throws {
        let elements = try YAMLNode.parse("- a\n- 'a'\n- \"a\"\n- |\n  a\n- >\n  a\n").sequence
        #expect(elements?.map(\.scalar?.style) == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded])
    }

    @Test func escapesAndFolding() throws {
        #expect(try YAMLNode.parse(#""\t\u00e9\U0001F600\x41\0\\\"""#).jsonValue == "\t\u{E9}\u{1F600}A\0\\\"")
        #expect(try YAMLNode.parse("'it''s'").jsonValue == "it's")
        #expect(try YAMLNode.parse("a: one\n  two\n\n  three").jsonValue == ["a": "one two\nthree"])
        #expect(try YAMLNode.parse("\"one\n  two \\\n  three\"").jsonValue == "one two three")
    }

    @Test func flowStyle() throws {
        let text = "{a: [1, two, {b: }, [], 'x, y'], 'c':3, d, e: {\n  f: g,\n}, ? h : i, # comment\n j: http://k:80/l}"
        let expected: JSONValue = [
            "a": [1, "two", ["b": nil], [], "x, y"], "c": 3, "d": nil, "e": ["f": "g"], "h": "i", "j": "http://k:80/l",
        ]
        #expect(try YAMLNode.parse(text).jsonValue == expected)
        #expect(try YAMLNode.parse("[a: 1, b]").jsonValue == [["a": 1], "b"])
        #expect(try YAMLNode.parse(#"{"json": [1, 2.5, "x\/y", null, true]}"#).jsonValue["json"]?[2] == "x/y")
    }

    @Test func commentsAndHashes() throws {
        #expect(try YAMLNode.parse("# one\na: b#c # two\n# three\nd: '# e'\n").jsonValue == ["a": "b#c", "d": "# e"])
    }

    @Test func sequencesMayStandAtTheColumnOfTheirKey() throws {
        #expect(
            try YAMLNode.parse("a:\n- 1\n- b: 2\n  c: 3\n- - 4\nd: 5").jsonValue == [
                "a": [1, ["b": 2, "c": 3], [4]], "d": 5,
            ])
    }

    @Test func directivesAndMarkersAroundTheDocument() throws {
        #expect(try YAMLNode.parse("%YAML 1.2\n---\na: 1\n...\n").jsonValue == ["a": 1])
    }

    @Test func bytesAndTextAreTheSame() throws {
        #expect(try YAMLNode.parse([UInt8]("é: ü".utf8)).jsonValue == ["é": "ü"])
    }
}
