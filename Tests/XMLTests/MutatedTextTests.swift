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
            func outcome(_ limits: XMLLimits, _ nextLength: () -> Int) -> Result<DecodedText, XMLError> {
                Result { () throws(XMLError) in
                    try DecodedText.decode(text, path: ["row"], limits: limits, chunks: nextLength)
                }
            }
            let split = outcome(limits) { 1 + random.below(longest) }
            #expect(outcome(limits) { .max } == split, "\(text)")

            // Where the parser's slices end it may see another of two faults first.
            switch (outcome(XMLLimits(depth: 6)) { .max }, split) {
            case (.success(let whole), .success(let split)):
                accepted += 1
                #expect(whole.records == split.records && whole.remainder == split.remainder, "\(text)")
            case (.failure, .failure):
                refused += 1
            case (.success, .failure(let error)), (.failure(let error), .success):
                Issue.record("\(text): \(error)")
            }
        }
        #expect(accepted > 400)
        #expect(refused > 2000)
    }
}
