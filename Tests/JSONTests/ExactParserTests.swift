import TestSupport
import Testing

@testable import JSON

/// The exact parser takes over whenever simdjson refuses, so both must agree on everything else.
@Suite struct ExactParserTests {
    private func exactly(_ text: String) throws -> JSONView {
        let bytes = PaddedBytes(text)
        return try bytes.withUnsafeBytes { JSONDocument(tape: try ExactParser.parse($0)).root }
    }

    @Test func `agrees with simdjson on random documents`() throws {
        var generator = RandomJSON(seed: 1)
        for _ in 0..<2_000 {
            let text = JSONValue.array([generator.value(), generator.value()]).description
            let (quick, exact) = (try JSONDocument.parse(text).root, try exactly(text))
            #expect(quick == exact)
            #expect(quick.description == exact.description)
        }
    }

    @Test func `agrees with simdjson on what is wrong`() throws {
        var random = SeededRandom(seed: 2)
        var generator = RandomJSON(seed: 3)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = Array(generator.value(depth: 3).description.utf8)
            for _ in 0...Int.random(in: 0..<3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(#"{}[]",:\0-e."#.utf8.randomElement(using: &random) ?? 0, at: place)
                }
            }
            // Whatever one accepts the other must accept with the same value, except numbers that only digits hold.
            let text = PaddedBytes(bytes)
            text.withUnsafeBytes { pointer in
                let exact = try? ExactParser.parse(pointer)
                let any = try? JSONDocument.parse(text, duplicateKeys: .keep)
                #expect((exact == nil) == (any == nil), "\(String(decoding: bytes, as: UTF8.self))")
                refused += exact == nil ? 1 : 0
                if let exact, let any { #expect(JSONDocument(tape: exact).root.description == any.root.description) }
            }
        }
        #expect(refused > 5_000)
    }

    @Test func `keeps digits of any length`() throws {
        let number = String(repeating: "1234567890", count: 100)
        let root = try JSONDocument.parse(
            #"{"big":\#(number),"huge":-1.5E+4000,"tiny":12345678901234567890.5,"z":[0]}"#
        ).root
        #expect(root["big"]?.digits.map { String($0) } == number)
        #expect(root["huge"]?.digits.map { String($0) } == "-1.5E+4000")
        #expect(root["tiny"]?.double == 12345678901234567890.5)
        #expect(root["z"]?[0]?.int64 == 0)
        #expect(root.description.hasPrefix(#"{"big":\#(number),"huge":-1.5E+4000,"#))
    }
}
