import TestSupport
import Testing

@testable import JSON

@Suite struct JSONStreamChunkingTests {
    private static let text = #"{"é\"":["]"],"a":{"da\u0074a":[{"k\\":"🐦,"},[],-1.5e3,"\"]" , null],"z":{}},"n":"\\"}"#

    @Test(arguments: [1, 2, 3, 63, 64, 65])
    func yieldsTheSameInChunksOfAnySize(size: Int) throws {
        let whole = try JSONValue.parse(Self.text)
        for batchSize in [1, 8, 1000] {
            let split = try SplitText.stream(
                Self.text.utf8, path: ["a", "data"], limits: JSONStreamLimits(batchSize: batchSize)
            ) { size }
            #expect(split.elements.count == 5)
            #expect(split.rejoined(path: ["a", "data"]) == whole)
        }
    }

    @Test func yieldsTheSameWhereverItIsCutInTwo() throws {
        let whole = try JSONValue.parse(Self.text)
        for cut in 1..<Self.text.utf8.count {
            var lengths = [cut, Self.text.utf8.count].makeIterator()
            let split = try SplitText.stream(Self.text.utf8, path: ["a", "data"]) { lengths.next() ?? 1 }
            #expect(split.rejoined(path: ["a", "data"]) == whole)
        }
    }

    @Test func agreesWithParsingTheWholeText() throws {
        var random = SeededRandom(seed: 3)
        for seed in 0..<2500 {
            let path = Array(["data", "items", "a"].prefix(random.below(4)))
            var generator = RandomJSONText(seed: UInt64(seed))
            let text = generator.document(path: path)
            let limits = JSONStreamLimits(batchSize: 1 + random.below(200))
            let longest = 1 + random.below(150)
            let split = try SplitText.stream(text.utf8, path: path, limits: limits) { 1 + random.below(longest) }
            let atOnce = try SplitText.stream(text.utf8, path: path, limits: limits) { .max }
            #expect(split.rejoined(path: path) == (try JSONValue.parse(text)), "\(text)")
            #expect(split == atOnce)
            #expect(split.batches.allSatisfy { $0.array?.isEmpty == false })
        }
    }
}
