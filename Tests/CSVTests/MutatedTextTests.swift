import JSON
import TestSupport
import Testing

@testable import CSV

/// Damaged texts: never a crash, and the same outcome in whatever chunks they come.
@Suite struct MutatedTextTests {
    private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
        for _ in 0...random.below(3) {
            guard !text.isEmpty else { return }
            let place = random.below(text.count)
            let byte = random.once(in: 4) ? UInt8(random.below(256)) : random.pick(Array("\"\",,\n\r\n ax".utf8))
            switch random.below(5) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2: text.remove(at: place)
            case 3: text.removeLast(text.count - place)
            default: text.insert(contentsOf: text[place...].prefix(1 + random.below(30)), at: random.below(text.count))
            }
        }
    }

    /// A byte behind a closing quote that is no character is wrong in two ways, and either may be seen first.
    private static func isSame(_ left: Result<DecodedText, CSVError>, _ right: Result<DecodedText, CSVError>) -> Bool {
        guard case .failure(let one) = left, case .failure(let other) = right, one != other else {
            return left == right
        }
        let reasons: Set = [one.reason, other.reason]
        return (one.row, one.line, one.offset) == (other.row, other.line, other.offset)
            && reasons.contains(.textBehindQuote)
            && reasons.contains { if case .invalidEncoding = $0 { true } else { false } }
    }

    @Test func haveOneOutcomeInAnyChunks() throws {
        var random = SeededRandom(seed: 12)
        var (accepted, refused) = (0, 0)
        for seed in 0..<24_000 {
            var generator = RandomCSV(seed: UInt64(seed))
            var text = Array(generator.text(columns: 1 + random.below(4), rows: 1 + random.below(5)).utf8)
            Self.damage(&text, &random)
            let encoding: CSVEncoding = random.once(in: 3) ? random.pick(CSVEncoding.allCases) : .utf8
            let format = try CSVFormat(hasHeader: random.once(in: 2), encoding: encoding)
            let limits = CSVLimits(batchSize: 1 + random.below(60))
            let longest = 1 + random.below(40)
            let whole = Result { () throws(CSVError) in try DecodedText.decode(text, format, limits: limits) }
            let split = Result { () throws(CSVError) in
                try DecodedText.decode(text, format, limits: limits) { 1 + random.below(longest) }
            }
            #expect(Self.isSame(whole, split), "\(text) as \(encoding): \(whole), \(split)")
            if case .success = whole { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 2000)
        #expect(refused > 2000)
    }
}
