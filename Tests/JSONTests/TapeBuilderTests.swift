import TestSupport
import Testing

@testable import JSON

@Suite struct TapeBuilderTests {
    @Test func writesWhatTheParserWouldHaveWritten() throws {
        var tape = TapeBuilder()
        let (name, tags) = (tape.makeKey("name".utf8), tape.makeKey("tags".utf8))
        let array = tape.open(.array)
        for number in 0..<3 {
            let object = tape.open(.object)
            tape.append(name)
            for piece in ["Zo", "", "\u{EB} ", "\(number)"] {
                PaddedBytes(piece).withUnsafeBytes { tape.appendText($0) }
            }
            tape.endString()
            tape.append(tags)
            let list = tape.open(.array)
            tape.append(JSONTag.null)
            tape.append(JSONTag.true)
            tape.close(list, .arrayEnd, count: 2)
            tape.close(object, .objectEnd, count: 2)
        }
        tape.close(array, .arrayEnd, count: 3)
        let root = tape.finishDocument().root
        let expected = try JSONDocument.parse(
            #"[{"name":"Zo\u00eb 0","tags":[null,true]},{"name":"Zo\u00eb 1","tags":[null,true]},"#
                + #"{"name":"Zo\u00eb 2","tags":[null,true]}]"#)
        #expect(JSONValue(root) == JSONValue(expected.root))
        #expect(root == expected.root)
    }

    /// Texts of every length, with more bytes readable behind them or none, in memory that has to grow.
    @Test func copiesTextOfEveryLength() throws {
        var random = SeededRandom(seed: 3)
        let source = random.bytes(400).map { $0 & 0x7F }
        let lengths = (0..<300).flatMap { [$0, 300 - $0] }
        var tape = TapeBuilder()
        let array = tape.open(.array)
        source.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for length in lengths {
                tape.appendText(base + (400 - length), count: length, readable: length)
                tape.appendText(base, count: length, readable: 400)
                #expect(tape.textCount == 2 * length)
                tape.endString()
            }
        }
        tape.close(array, .arrayEnd, count: lengths.count)
        let strings = tape.finishDocument().root.elements.map { $0.string ?? "?" }
        #expect(strings.count == lengths.count)
        for (string, length) in zip(strings, lengths) {
            #expect(Array(string.utf8) == Array(source.suffix(length) + source.prefix(length)))
        }
    }

    @Test func usesItsMemoryAgain() {
        var capacities: [Int] = []
        for _ in 0..<10 {
            var tape = TapeBuilder(capacity: 1 << 20)
            let array = tape.open(.array)
            for _ in 0..<200_000 { tape.append(JSONTag.null) }
            tape.close(array, .arrayEnd, count: 200_000)
            capacities.append(tape.capacity)
            #expect(tape.finishDocument().root.count == 200_000)
        }
        #expect(Set(capacities).count <= 2)
    }

    @Test func findsFourBytesAtOnce() {
        var random = SeededRandom(seed: 8)
        for round in 0..<500 {
            let bytes = (0..<ByteLanes.count).map { _ in random.pick(Array("a,\"\n\r;".utf8)) }
            let wide = bytes.enumerated().map { round % 2 == 0 && $0.offset == round % 64 ? 0x80 : $0.element }
            wide.withUnsafeBytes { text in
                guard let base = text.baseAddress else { return }
                let places = ByteLanes(base).places(of: 0x2C, or: 0x22, or: 0x0A, or: 0x0D)
                for (place, byte) in wide.enumerated() {
                    #expect((places >> UInt64(place) & 1 == 1) == [0x2C, 0x22, 0x0A, 0x0D].contains(byte))
                }
                #expect(ByteLanes(base).areASCII == !wide.contains(0x80))
            }
        }
    }
}
