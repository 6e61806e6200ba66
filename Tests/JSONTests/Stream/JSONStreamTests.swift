import Testing

@testable import JSON

@Suite struct JSONStreamTests {
    private func split(
        _ text: String, _ path: [String], limits: JSONStreamLimits = JSONStreamLimits(),
        duplicateKeys: JSONDocument.DuplicateKeys = .reject
    ) throws -> SplitText {
        try SplitText.stream(text.utf8, path: path, limits: limits, duplicateKeys: duplicateKeys) { 7 }
    }

    @Test func leavesTheArrayInTheRemainderEmpty() throws {
        let split = try split(#"{"meta": {"page": 1}, "data": [{"id": 1}, {"id": 2}], "next": "abc"}"#, ["data"])
        #expect(split.elements == [["id": 1], ["id": 2]])
        #expect(split.remainder == ["meta": ["page": 1], "data": [], "next": "abc"])
    }

    @Test func followsNestedNames() throws {
        let text =
            #"{"item": [0], "results": {"a": {"item": [1]}, "item": [2, [3], "4"], "total": 3}, "b": {"item": [5]}}"#
        let split = try split(text, ["results", "item"])
        #expect(split.elements == [2, [3], "4"])
        #expect(
            split.remainder == [
                "item": [0], "results": ["a": ["item": [1]], "item": [], "total": 3], "b": ["item": [5]],
            ])
    }

    @Test func takesTheDocumentItselfForAnEmptyPath() throws {
        let split = try split(#" [1, {"data": [2]}] "#, [])
        #expect(split.elements == [1, ["data": [2]]])
        #expect(split.remainder == [])
    }

    @Test func passesOverAByteOrderMark() throws {
        for size in 1...8 {
            let array = try SplitText.stream("\u{FEFF} [1, 2]".utf8, path: []) { size }
            #expect(array.elements == [1, 2] && array.remainder == [])
            let object = try SplitText.stream("\u{FEFF}{\"data\": [1, 2]}".utf8, path: ["data"]) { size }
            #expect(object.elements == [1, 2] && object.remainder == ["data": []])
        }
    }

    @Test func decodesEscapedKeys() throws {
        let split = try split(#"{"d\u0061t\"a": [1], "dat\"a\\": [2]}"#, ["dat\"a"])
        #expect(split.elements == [1])
    }

    @Test(arguments: [
        #"{"meta": 1}"#, #"{"data": null}"#, #"{"data": {"id": 1}}"#, #"{"data": "x"}"#, #"{"data": []}"#,
        #"{"data": [ ]}"#, #"{"meta": {"data": [1]}}"#, #"[{"data": [1]}]"#, #""data""#, "17",
        #"{"data": {"data": [1]}}"#,
    ])
    func leavesEverythingInTheRemainderWhenThereAreNoElements(text: String) throws {
        let split = try split(text, ["data"])
        #expect(split.batches.isEmpty)
        #expect(try split.remainder == JSONValue.parse(text))
    }

    @Test func endsABatchWithTheElementThatFillsIt() throws {
        let limits = JSONStreamLimits(batchSize: 5)
        let split = try split("[1,2,3,4,  5,6,7777777,8]", [], limits: limits)
        #expect(split.batches == [[1, 2, 3], [4, 5], [6, 7_777_777], [8]])
    }

    @Test func handsOutABatchBeforeTheChunkIsUsedUp() throws {
        let text = PaddedBytes("[1,2,3]")
        var stream = JSONStream(path: [], limits: JSONStreamLimits(batchSize: 1))
        var position = 0
        let batch = try text.withUnsafeBytes { (bytes) throws(JSONError) in
            try stream.nextBatch(in: bytes, from: &position)
        }
        #expect(batch.map { JSONValue($0.root) } == [1])
        #expect(position == 3)
    }

    @Test func keepsDuplicateKeysOfElementsWhenAskedTo() throws {
        let text = #"{"data": [{"a": 1, "a": 2}], "b": 1, "b": 2}"#
        #expect(throws: JSONError.self) { try split(text, ["data"]) }
        #expect(try split(text, ["data"], duplicateKeys: .keep).elements == [["a": 2]])
    }

    @Test(arguments: [JSONDocument.DuplicateKeys.reject, .keep])
    func refusesASecondArray(duplicateKeys: JSONDocument.DuplicateKeys) {
        let twice = [
            #"{"a": {"b": [1], "b": [2]}}"#, #"{"a": {"b": [1]}, "a": {"b": [2]}}"#,
            #"{"a": {"b": null, "\u0062": [1]}}"#,
            #"{"a": 1, "a": {"b": [1]}}"#,
        ]
        for text in twice {
            let error = jsonError { () throws(JSONError) in
                try SplitText.stream(text.utf8, path: ["a", "b"], duplicateKeys: duplicateKeys) { 3 }
            }
            guard case .duplicateKey = error?.reason else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func countsAllLevelsOfNesting() throws {
        func nested(_ levels: Int) -> String {
            #"{"data":["# + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "]}"
        }
        #expect(try split(nested(1022), ["data"]).elements.count == 1)
        let error = jsonError { () throws(JSONError) in try SplitText.stream(nested(1023).utf8, path: ["data"]) { 100 }
        }
        #expect(error?.reason == .tooDeep)
        #expect(error?.offset == 9 + 1022)
    }
}
