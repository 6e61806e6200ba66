import JSON
import TestSupport
import Testing

@testable import XML

/// Damaged texts: never a crash, and the same outcome in whatever chunks they come.
@Suite struct MutatedTextTests {
    private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
        for _ in 0...random.below(3) {
            guard !text.isEmpty else { return }
            let place = random.below(text.count)
            let byte = random.once(in: 3) ? UInt8(random.below(256)) : random.pick(Array("<>/&;\"'=!-[]? ax".utf8))
            switch random.below(5) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2: text.remove(at: place)
            case 3: text.removeLast(text.count - place)
            default: text.insert(contentsOf: text[place...].prefix(1 + random.below(30)), at: random.below(text.count))
            }
        }
    }

    @Test func haveOneOutcomeInAnyChunks() {
        var random = SeededRandom(seed: 22)
        var (accepted, refused) = (0, 0)
        for seed in 0..<8000 {
            var generator = RandomXML(seed: UInt64(seed))
            var text = Array(generator.text().utf8)
            Self.damage(&text, &random)
            let limits = XMLLimits(batchSize: 1 + random.below(100), depth: 6)
            let longest = 1 + random.below(40)
            let whole = Result { () throws(XMLError) in try DecodedText.decode(text, path: ["row"]) }
            let split = Result { () throws(XMLError) in
                try DecodedText.decode(text, path: ["row"], limits: limits) { 1 + random.below(longest) }
            }
            let shown = String(decoding: text, as: UTF8.self)
            switch (whole, split) {
            case (.success(let whole), .success(let split)):
                accepted += 1
                #expect(whole.records == split.records && whole.remainder == split.remainder, "\(shown)")
            case (.failure(let whole), .failure(let split)):
                refused += 1
                #expect(whole == split || split.reason == .tooDeep(limit: 6), "\(shown) \(whole) \(split)")
            case (.success, .failure(let error)):
                #expect(error.reason == .tooDeep(limit: 6), "\(shown)")
            case (.failure(let error), .success): Issue.record("\(shown): \(error)")
            }
        }
        #expect(accepted > 400)
        #expect(refused > 2000)
    }
}
