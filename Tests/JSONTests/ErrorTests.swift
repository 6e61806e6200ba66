import JSON
import Testing

@Suite struct ErrorTests {
    static let texts: [(String, String)] = [
        ("", "the JSON text is empty at byte 0"),
        (" \n", "the JSON text is empty at byte 2, near `  `"),
        (#"{"a":1"#, #"the JSON text ends too soon at byte 6, near `{"a":1`"#),
        (#"{"a":"#, #"the JSON text ends too soon at byte 5, near `{"a":`"#),
        (#"["abc"#, #"the JSON text ends too soon at byte 5, near `["abc`"#),
        (#"["abc\"#, #"the JSON text ends too soon at byte 6, near `["abc\`"#),
        (#"["\u00"#, #"the JSON text ends too soon at byte 6, near `["\u00`"#),
        ("[tru", "the JSON text ends too soon at byte 4, near `[tru`"),
        ("[-", "the JSON text ends too soon at byte 2, near `[-`"),
        ("[1,]", "invalid JSON: expected a value at byte 3, near `[1,]`"),
        (#"{"a":1,}"#, #"invalid JSON: expected a key in double quotes at byte 7, near `{"a":1,}`"#),
        (#"{"a" 1}"#, #"invalid JSON: expected a colon at byte 5, near `{"a" 1}`"#),
        (#"{"a":1 "b"}"#, #"invalid JSON: expected a comma or } at byte 7, near `{"a":1 "b"}`"#),
        ("[1 2]", "invalid JSON: expected a comma or ] at byte 3, near `[1 2]`"),
        ("[truth]", "invalid JSON: expected true at byte 1, near `[truth]`"),
        ("<html>", "invalid JSON: expected a value at byte 0, near `<html>`"),
        ("{} x", "invalid JSON: text after the end of the document at byte 3, near `{} x`"),
        ("\u{FEFF}", "the JSON text is empty at byte 3, near `\u{FEFF}`"),
        ("\u{FEFF}[1 2]", "invalid JSON: expected a comma or ] at byte 6, near `\u{FEFF}[1 2]`"),
        (
            "\u{FEFF}{\"a\":1,\"a\":2}",
            "invalid JSON: the key \"a\" stands twice in one object at byte 10, near `\u{FEFF}{\"a\":1,\"a\":2}`"
        ),
        ("\u{FEFF}\u{FEFF}1", "invalid JSON: expected a value at byte 3, near `\u{FEFF}\u{FEFF}1`"),
        ("[\u{FEFF}1]", "invalid JSON: expected a value at byte 1, near `[\u{FEFF}1]`"),
        ("[01]", "invalid JSON: a malformed number at byte 2, near `[01]`"),
        ("[1.]", "invalid JSON: a malformed number at byte 3, near `[1.]`"),
        ("[1e]", "invalid JSON: a malformed number at byte 3, near `[1e]`"),
        (#"["\x"]"#, #"invalid JSON: an unknown escape in a string at byte 2, near `["\x"]`"#),
        (#"["\u00g0"]"#, #"invalid JSON: an unknown escape in a string at byte 6, near `["\u00g0"]`"#),
        ("[\"a\nb\"]", "invalid JSON: an unescaped control character in a string at byte 3, near `[\"a b\"]`"),
        (#"["\ud800"]"#, #"invalid JSON: a string that is not valid UTF-8 at byte 2, near `["\ud800"]`"#),
        (#"["\ud800\u0041"]"#, #"invalid JSON: a string that is not valid UTF-8 at byte 2, near `["\ud800\u0041"]`"#),
        (
            #"{"a":1,"b":{"c":1,"c":2}}"#,
            #"invalid JSON: the key "c" stands twice in one object at byte 18, near `{"a":1,"b":{"c":1,"c":2}}`"#
        ),
        (
            #"{"padding":"0123456789012345678901234567890","x":1,"x":2,"more":"0123456789012345678901234567890"}"#,
            #"invalid JSON: the key "x" stands twice in one object at byte 51, near `…901234567890","x":1,"x":2,"more":"012345…`"#
        ),
    ]

    @Test(arguments: texts)
    func `says what is wrong and where`(text: String, message: String) {
        #expect(throws: JSONError.self) { try JSONDocument.parse(text) }
        do {
            _ = try JSONDocument.parse(text)
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        let sequences: [[UInt8]] = [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1],
        ]
        for sequence in sequences {
            let text = PaddedBytes(Array("[\"ok\",\"".utf8) + sequence + Array("\"]".utf8))
            do {
                _ = try JSONDocument.parse(text)
                Issue.record("accepted \(sequence)")
            } catch {
                #expect(error.reason == .invalidUTF8)
                #expect(error.offset == 7)
            }
        }
    }

    @Test func `bounds the depth`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONDocument.parse(nested(1023)).root.count == 1)
        let exact = "[1e400," + nested(1000) + "]"
        #expect(try JSONDocument.parse(exact).root.count == 2)
        for depth in [1025, 100_000] {
            do {
                _ = try JSONDocument.parse(nested(depth))
                Issue.record("accepted \(depth) levels")
            } catch {
                #expect(error.reason == .tooDeep)
                #expect(error.offset == 1024)
            }
        }
    }

    @Test func `finds duplicates in large objects`() {
        let members = (0..<100).map { #""key\#($0)":\#($0)"# }.joined(separator: ",")
        #expect(throws: Never.self) { try JSONDocument.parse("{\(members)}") }
        do {
            _ = try JSONDocument.parse(#"[{\#(members),"key63":0}]"#)
            Issue.record("accepted a duplicate")
        } catch {
            #expect(error.reason == .duplicateKey("key63"))
            #expect(error.offset == 2 + members.utf8.count + 1)
        }
    }
}
