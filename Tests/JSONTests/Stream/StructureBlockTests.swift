import TestSupport
import Testing

@testable import JSON

@Suite struct StructureBlockTests {
    private static func places(of wanted: [UInt8], in bytes: [UInt8]) -> UInt64 {
        bytes.enumerated().reduce(0) { $0 | (wanted.contains($1.element) ? 1 << UInt64($1.offset) : 0) }
    }

    @Test func findsEachByteAtEachPlace() {
        for byte in UInt8.min...UInt8.max {
            for place in 0..<64 {
                var bytes = [UInt8](repeating: 0x20, count: 64)
                bytes[place] = byte
                bytes.withUnsafeBytes { text in
                    guard let base = text.baseAddress else { return }
                    let block = StructureBlock(base)
                    let expected: UInt64 = 1 << UInt64(place)
                    #expect(block.quotes == (byte == UInt8(ascii: "\"") ? expected : 0))
                    #expect(block.backslashes == (byte == UInt8(ascii: "\\") ? expected : 0))
                    #expect(block.openers == (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") ? expected : 0))
                    #expect(block.closers == (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") ? expected : 0))
                    #expect(StructureBlock.commas(base) == (byte == UInt8(ascii: ",") ? expected : 0))
                }
            }
        }
    }

    @Test func findsManyAtOnce() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let bytes = (0..<64).map { _ in random.pick(Array("\"\\{}[],x".utf8)) }
            bytes.withUnsafeBytes { text in
                guard let base = text.baseAddress else { return }
                let block = StructureBlock(base)
                #expect(block.quotes == Self.places(of: Array("\"".utf8), in: bytes))
                #expect(block.backslashes == Self.places(of: Array("\\".utf8), in: bytes))
                #expect(block.openers == Self.places(of: Array("{[".utf8), in: bytes))
                #expect(block.closers == Self.places(of: Array("}]".utf8), in: bytes))
                #expect(StructureBlock.commas(base) == Self.places(of: Array(",".utf8), in: bytes))
            }
        }
    }
}

@Suite struct StringTrackerTests {
    /// What is outside strings, byte by byte.
    private static func outside(_ bytes: [UInt8]) -> [Bool] {
        var (isInString, isEscaped) = (false, false)
        return bytes.map { byte in
            defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            return !isInString
        }
    }

    @Test func agreesWithReadingByteByByte() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let bytes = (0..<200).map { _ in random.pick(Array("\"\\\\ab".utf8)) }
            var tracker = StringTracker()
            var seen: [Bool] = []
            while seen.count < bytes.count {
                let length = min(1 + random.below(64), bytes.count - seen.count)
                // What lies behind the piece must not matter.
                let piece = bytes[seen.count..<seen.count + length] + Array(repeating: UInt8(ascii: "\""), count: 64)
                let outside = piece.withUnsafeBytes { text in
                    text.baseAddress.map { tracker.readOn(StructureBlock($0), length: length) } ?? 0
                }
                #expect(length == 64 || outside >> UInt64(length) == 0)
                for place in 0..<length { seen.append(outside >> UInt64(place) & 1 == 1) }
            }
            #expect(seen == Self.outside(bytes))
        }
    }

    @Test func marksWhatBackslashesEscape() {
        #expect(StringTracker.escaped(by: 0b0001, isFirstEscaped: false) == 0b0010)
        #expect(StringTracker.escaped(by: 0b0011, isFirstEscaped: false) == 0b0010)
        #expect(StringTracker.escaped(by: 0b0111, isFirstEscaped: false) == 0b1010)
        #expect(StringTracker.escaped(by: 0b0001, isFirstEscaped: true) == 0b0001)
        #expect(StringTracker.escaped(by: 0b0011, isFirstEscaped: true) == 0b0101)
        #expect(StringTracker.escaped(by: 1 << 63, isFirstEscaped: false) == 0)
    }

    @Test func countsParity() {
        #expect(StringTracker.parity(of: 0b1001_0100) == (UInt64.max << 7) | 0b0000_1100)
    }
}
