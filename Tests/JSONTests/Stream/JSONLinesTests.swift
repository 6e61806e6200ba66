import Testing

@testable import JSON

@Suite struct JSONLinesTests {
    private static func elements(_ text: some Sequence<UInt8>, size: Int = 3) throws -> [JSONValue] {
        try SplitText.lines(text) { size }.elements
    }

    @Test(arguments: [
        "{\"a\":1}\n[2]\n\"é\"\n", "{\"a\":1}\n[2]\n\"é\"", "{\"a\":1}\r\n[2]\r\n\"é\"\r\n",
        "\n\r\n{\"a\":1}\n \t\n\n [2] \n\"é\"\n\n \n",
        "\u{FEFF}{\"a\":1}\n[2]\n\"é\"", "\u{FEFF}\n{\"a\":1}\n[2]\n\"é\"",
    ])
    func yieldsTheValuesOfLines(text: String) throws {
        for size in [1, 2, 3, 1000] {
            #expect(try Self.elements(text.utf8, size: size) == [["a": 1], [2], "é"])
        }
        for cut in 1..<text.utf8.count {
            var lengths = [cut, text.utf8.count].makeIterator()
            #expect(try SplitText.lines(text.utf8) { lengths.next() ?? 1 }.elements == [["a": 1], [2], "é"])
        }
    }

    @Test(arguments: ["", "\n", " \r\n\n", "\u{FEFF}", "\u{FEFF}\r\n"])
    func yieldsNothingForBlankTexts(text: String) throws {
        #expect(try SplitText.lines(text.utf8) { 1 }.batches.isEmpty)
    }

    @Test func endsABatchWithTheLineThatFillsIt() throws {
        let split = try SplitText.lines("1\n2\n\n33333\n4\n\n5".utf8, limits: JSONStreamLimits(batchSize: 4)) { 1 }
        #expect(split.batches == [[1, 2], [33333], [4, 5]])
    }

    @Test(arguments: [
        ("1\n{\"a\":\n2}\n", "the JSON text ends too soon at byte 7 (line 2), near `{\"a\":`"),
        ("[1\n2]\n", "the JSON text ends too soon at byte 2 (line 1), near `[1`"),
        ("1\n\n2 3\n", "invalid JSON: text after the end of the document at byte 5 (line 3), near `2 3`"),
        ("1\n2,3\n", "invalid JSON: text after the end of the document at byte 3 (line 2), near `2,`"),
        ("1\n2]\n", "invalid JSON: text after the end of the document at byte 3 (line 2), near `2]`"),
        ("1\n\r\n{\"a\" 1}\n4\n", "invalid JSON: expected a colon at byte 9 (line 3), near `{\"a\" 1}`"),
        ("\"a\n\"", "the JSON text ends too soon at byte 2 (line 1), near `\"a`"),
        (
            "1\n{\"a\":1,\"a\":2}\n",
            "invalid JSON: the key \"a\" stands twice in one object at byte 9 (line 2), near `{\"a\":1,\"a\":2}`"
        ),
        ("1\n[2", "the JSON text ends too soon at byte 4 (line 2), near `[2`"),
        ("\u{FEFF}\u{FEFF}2", "invalid JSON: expected a value at byte 3 (line 1), near `\u{FEFF}2`"),
        ("1\n\u{FEFF}2", "invalid JSON: expected a value at byte 2 (line 2), near `\u{FEFF}2`"),
        (
            "1\n\"123456789012\"\n",
            "a line of JSON Lines is larger than the limit of 13 bytes at byte 2 (line 2), near `\"123456789012`"
        ),
        ("tru\n\"123456789012\"\n", "the JSON text ends too soon at byte 3 (line 1), near `tru`"),
    ])
    func saysWhatIsWrongAndInWhichLine(text: String, expected: String) {
        for (size, batchSize) in [(1, 100), (1000, 100), (2, 1)] {
            let limits = JSONStreamLimits(batchSize: batchSize, elementSize: 13)
            let error = jsonError { () throws(JSONError) in try SplitText.lines(text.utf8, limits: limits) { size } }
            #expect(error?.description == expected)
        }
    }

    @Test func refusesHalfAByteOrderMark() {
        for bytes in [[0xEF, 0xBB], [0xEF], [0xEF, 0xBB, UInt8(ascii: "1"), 0x0A]] as [[UInt8]] {
            let error = jsonError { () throws(JSONError) in try SplitText.lines(bytes) { 1 } }
            #expect(error?.reason == .unexpected(expected: "a value"))
            #expect(error?.offset == 0)
        }
    }

    @Test func boundsNesting() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(try Self.elements(nested(1023).utf8).count == 1)
        let error = jsonError { () throws(JSONError) in try SplitText.lines("1\n\(nested(1024))".utf8) { 50 } }
        #expect(error?.reason == .tooDeep)
        #expect(error?.offset == 2 + 1023)
        #expect(error?.line == 2)
    }

    @Test func throwsItsErrorAgain() {
        let text = PaddedBytes("1 2\n3\n")
        var lines = JSONLines(limits: JSONStreamLimits(batchSize: 1))
        var errors: [JSONError] = []
        for _ in 0..<2 {
            var position = 0
            do throws(JSONError) {
                try text.withUnsafeBytes { (bytes) throws(JSONError) in
                    while try lines.nextBatch(in: bytes, from: &position) != nil {}
                }
            } catch {
                errors.append(error)
            }
        }
        do throws(JSONError) { _ = try lines.finish() } catch { errors.append(error) }
        #expect(errors.map(\.offset) == [2, 2, 2])
        #expect(Set(errors).count == 1)
    }
}
