import TestSupport
import Testing

@testable import JSON

/// Damaged texts: a stream must accept what the parser of whole texts accepts, and say the same about the rest.
@Suite struct MutatedTextTests {
    private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
        for _ in 0...random.below(3) {
            guard !text.isEmpty else { return }
            let place = random.below(text.count)
            let byte = random.once(in: 3) ? UInt8(random.below(256)) : random.pick(Array("{}[],:\"\\ \n0-e.tn".utf8))
            switch random.below(5) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2: text.remove(at: place)
            case 3: text.swapAt(place, random.below(text.count))
            default: text.insert(contentsOf: text[place...].prefix(1 + random.below(30)), at: random.below(text.count))
            }
        }
    }

    private static func isDuplicateKey(_ error: JSONError) -> Bool {
        if case .duplicateKey = error.reason { true } else { false }
    }

    @Test(arguments: [JSONDocument.DuplicateKeys.reject, .keep])
    func agreeWithTheParserOfWholeTexts(duplicateKeys: JSONDocument.DuplicateKeys) {
        var random = SeededRandom(seed: duplicateKeys == .reject ? 4 : 5)
        var accepted = 0
        for seed in 0..<12_000 {
            let path = Array(["data", "items", "a"].prefix(random.below(4)))
            var generator = RandomJSONText(seed: UInt64(seed))
            var text = Array(generator.document(path: path).utf8)
            Self.damage(&text, &random)
            let limits = JSONStreamLimits(batchSize: 1 + random.below(100))
            let longest = 1 + random.below(150)

            let whole = Result { () throws(JSONError) in
                JSONValue(try JSONDocument.parse(PaddedBytes(text), duplicateKeys: duplicateKeys).root)
            }
            let split = Result { () throws(JSONError) in
                try SplitText.stream(text, path: path, limits: limits, duplicateKeys: duplicateKeys) {
                    1 + random.below(longest)
                }
            }
            let shown = String(decoding: text, as: UTF8.self)
            switch (whole, split) {
            case (.success(let value), .success(let split)):
                accepted += 1
                #expect(duplicateKeys == .keep || split.rejoined(path: path) == value, "\(shown)")
            case (.failure(let expected), .failure(let error)):
                let isSame = expected.reason == error.reason && expected.offset == error.offset
                #expect(
                    isSame || Self.isDuplicateKey(expected) || Self.isDuplicateKey(error),
                    "\(shown) \(path) \(expected) \(error)")
            case (.success, .failure(let error)):
                #expect(duplicateKeys == .keep && Self.isDuplicateKey(error), "\(shown): \(error)")
            case (.failure(let error), .success):
                Issue.record("\(shown) was accepted: \(error)")
            }
        }
        #expect(accepted > 500)
    }

    @Test func agreeWithTheParserOfSingleLines() {
        var random = SeededRandom(seed: 6)
        var accepted = 0
        for seed in 0..<12_000 {
            var generator = RandomJSONText(seed: UInt64(seed))
            var text: [UInt8] = []
            for _ in 0..<random.below(6) {
                text += Array(generator.line().utf8)
                text += Array(random.pick(["\n", "\r\n", "\n\n", "\n \n"]).utf8)
            }
            Self.damage(&text, &random)
            let limits = JSONStreamLimits(batchSize: 1 + random.below(100))
            let longest = 1 + random.below(150)

            let expected = Self.parseLines(text)
            let split = Result { () throws(JSONError) in
                try SplitText.lines(text, limits: limits) { 1 + random.below(longest) }
            }
            let shown = String(decoding: text, as: UTF8.self)
            switch (expected, split) {
            case (.success(let values), .success(let split)):
                accepted += 1
                #expect(split.elements == values, "\(shown)")
            case (.failure(let expected), .failure(let error)):
                let isSame = expected.reason == error.reason && expected.offset == error.offset
                #expect(
                    isSame && expected.line == error.line || Self.isDuplicateKey(expected),
                    "\(shown) \(expected) \(error)")
            case (.success, .failure(let error)): Issue.record("\(shown) was refused: \(error)")
            case (.failure(let error), .success): Issue.record("\(shown) was accepted: \(error)")
            }
        }
        #expect(accepted > 500)
    }

    /// The values of a text's lines, each parsed on its own.
    private static func parseLines(_ text: [UInt8]) -> Result<[JSONValue], JSONError> {
        var values: [JSONValue] = []
        var offset = 0
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            do throws(JSONError) {
                values.append(JSONValue(try JSONDocument.parse(PaddedBytes(line)).root))
            } catch {
                if error.reason != .empty {
                    return .failure(JSONError(reason: error.reason, offset: offset + error.offset, line: index + 1))
                }
            }
            offset += line.count + 1
        }
        return .success(values)
    }
}
