import Testing

@testable import JSON

@Suite struct JSONStreamErrorTests {
    private static func message(
        _ text: String, limits: JSONStreamLimits = JSONStreamLimits(), size: Int = 5
    ) -> String? {
        jsonError { () throws(JSONError) in
            try SplitText.stream(text.utf8, path: ["data"], limits: limits) { size }
        }?.description
    }

    @Test(arguments: [
        (#"{"data": [1 2]}"#, "invalid JSON: expected a comma or ] at byte 12, near `[1 2]`"),
        (#"{"data": [1,,2]}"#, "invalid JSON: expected a value at byte 12, near `,,2]`"),
        (#"{"data": [1,]}"#, "invalid JSON: expected a value at byte 12, near `,]`"),
        (#"{"data": [,1]}"#, "invalid JSON: expected a value at byte 10, near `[,1]`"),
        (#"{"data": [1}"#, "invalid JSON: expected a comma or ] at byte 11, near `[1}`"),
        (#"{"data": [{]]}"#, "invalid JSON: expected a key in double quotes at byte 11, near `[{]]`"),
        (#"{"data": [1, tru, 3]}"#, "invalid JSON: expected true at byte 13, near `, tru,`"),
        (#"{"data": [1], }"#, "invalid JSON: expected a key in double quotes at byte 14, near `{\"data\": [], }`"),
        (#"{"data": [1]} x"#, "invalid JSON: text after the end of the document at byte 14, near `{\"data\": []} x`"),
        (#"{"data": [1]}]"#, "invalid JSON: text after the end of the document at byte 13, near `{\"data\": []}]`"),
        (#"{"a": tru, "data": [1]}"#, "invalid JSON: expected true at byte 6, near `{\"a\": tru, \"data\": [`"),
        (
            #"{"data": [1], "data": [2]}"#,
            "invalid JSON: the key \"data\" stands twice in one object at byte 14, near `{\"data\": [], \"data\"`"
        ),
        (
            #"{"data": [1, {"a": 1, "a": 2}]}"#,
            "invalid JSON: the key \"a\" stands twice in one object at byte 22, near `, {\"a\": 1, \"a\": 2}]`"
        ),
        (#"{"data": [1, 2"#, "the JSON text ends too soon at byte 14, near `, 2`"),
        (#"{"data": [1], "a": "b"#, "the JSON text ends too soon at byte 21, near `{\"data\": [], \"a\": \"b`"),
        ("", "the JSON text is empty at byte 0"),
        (
            "\u{FEFF}{\"data\": [1 2]}", "invalid JSON: expected a comma or ] at byte 15, near `[1 2]`"
        ),
        (
            "\u{FEFF}{\"data\": [1], }",
            "invalid JSON: expected a key in double quotes at byte 17, near `\u{FEFF}{\"data\": [], }`"
        ),
        ("\u{FEFF}\u{FEFF}{}", "invalid JSON: expected a value at byte 3, near `\u{FEFF}\u{FEFF}{}`"),
        ("<html>", "invalid JSON: expected a value at byte 0, near `<html>`"),
    ])
    func saysWhatIsWrongAndWhere(text: String, expected: String) {
        #expect(Self.message(text, limits: JSONStreamLimits(batchSize: 1)) == expected)
    }

    @Test func refusesHalfAByteOrderMark() {
        for mark in [[0xEF], [0xEF, 0xBB], [0xBB, 0xBF]] as [[UInt8]] {
            for size in 1...4 {
                let error = jsonError { () throws(JSONError) in
                    try SplitText.stream(mark + Array("[1]".utf8), path: []) { size }
                }
                #expect(error?.reason == .unexpected(expected: "a value") && error?.offset == 0)
            }
        }
    }

    @Test(arguments: [
        (
            #"{"data": [1, {"id": "12345678901234567890"}, 3]}"#,
            "an element of the streamed JSON array is larger than the limit of 20 bytes at byte 12, near `[1, {\"id\": \"12345678901`"
        ),
        (
            #"{"data": [1], "other": "12345678901234567890123456789"}"#,
            "what stands outside the streamed JSON array is larger than the limit of 40 bytes at byte 41"
        ),
        (
            #"{"data": [1, {"id": tru, "name": "12345678901234567890"}, 3]}"#,
            "invalid JSON: expected true at byte 20, near `[1, {\"id\": tru, \"name\":`"
        ),
        (
            #"{"dota": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}"#,
            "what stands before the streamed JSON array (is its path right?) is larger than the limit of 40 bytes at byte 40"
        ),
        (
            #"{"other": nul, "name": "12345678901234567890123456789"}"#,
            "invalid JSON: expected null at byte 10, near `{\"other\": nul, \"name\": \"123456…`"
        ),
    ])
    func namesTheLimitThatIsExceeded(text: String, expected: String) {
        let limits = JSONStreamLimits(elementSize: 20, remainderSize: 40)
        for size in [1, 7, 1000] {
            #expect(Self.message(text, limits: limits, size: size) == expected)
        }
    }

    @Test func limitsAreInclusive() throws {
        let text = #"{"data":[ "12345678",123]}"#
        for size in [1, 3, 1000] {
            func split(_ limits: JSONStreamLimits) throws -> SplitText {
                try SplitText.stream(text.utf8, path: ["data"], limits: limits) { size }
            }
            #expect(try split(JSONStreamLimits(elementSize: 11, remainderSize: 11)).elements == ["12345678", 123])
            #expect(throws: JSONError.self) { try split(JSONStreamLimits(elementSize: 10)) }
            #expect(throws: JSONError.self) { try split(JSONStreamLimits(remainderSize: 10)) }
        }
    }

    @Test func throwsItsErrorAgain() {
        let text = PaddedBytes("[1,}] [1]")
        var stream = JSONStream(path: [])
        var errors: [JSONError] = []
        for _ in 0..<2 {
            var position = 0
            do throws(JSONError) {
                try text.withUnsafeBytes { (bytes) throws(JSONError) in
                    while try stream.nextBatch(in: bytes, from: &position) != nil {}
                }
            } catch {
                errors.append(error)
            }
        }
        do throws(JSONError) { _ = try stream.finish() } catch { errors.append(error) }
        #expect(errors.map(\.offset) == [3, 3, 3])
        #expect(Set(errors).count == 1)
    }

    @Test func refusesEveryTruncation() {
        let text = Array(#" {"a":[1],"data":[{"é":"\"x"},[2],3],"z":{"k":null}} "#.utf8)
        for length in 0..<text.count - 1 {
            let error = jsonError { () throws(JSONError) in
                try SplitText.stream(text.prefix(length), path: ["data"], limits: JSONStreamLimits(batchSize: 4)) { 3 }
            }
            let whole = jsonError { () throws(JSONError) in
                _ = try JSONDocument.parse(PaddedBytes(text.prefix(length)))
                return SplitText()
            }
            #expect(error?.reason == whole?.reason && error?.offset == whole?.offset, "\(length)")
            #expect(error != nil)
        }
    }
}
