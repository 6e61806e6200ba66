import JSON
import Testing

@testable import CSV

@Suite struct CSVEncodingTests {
    private static let text = "id,näme\n1,\"Zoë\n😀\"\n2,€\r\n"
    private static let records: [JSONValue] = [["id": "1", "näme": "Zoë\n😀"], ["id": "2", "näme": "€"]]

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test(arguments: [true, false])
    func readsUTF16(bigEndian: Bool) throws {
        let own: CSVEncoding = bigEndian ? .utf16BigEndian : .utf16LittleEndian
        for mark in ["", "\u{FEFF}"] {
            for encoding in [.utf16, own] {
                let bytes = Self.utf16(mark + Self.text, bigEndian: bigEndian)
                for batchSize in [1, 10, 1000] {
                    let limits = CSVLimits(batchSize: batchSize)
                    for result in DecodedText.everyWay(bytes, try CSVFormat(encoding: encoding), limits: limits) {
                        #expect(try result.get().records == Self.records)
                    }
                }
            }
        }
    }

    @Test func readsSingleBytes() throws {
        let bytes: [UInt8] = Array("a,b\n".utf8) + [0xE9, 0x2C, 0x80, 0x0A, 0xFF, 0x2C, 0x9F, 0x0A]
        for batchSize in [1, 1000] {
            let limits = CSVLimits(batchSize: batchSize)
            for result in DecodedText.everyWay(bytes, try CSVFormat(encoding: .latin1), limits: limits) {
                #expect(try result.get().records == [["a": "é", "b": "\u{80}"], ["a": "ÿ", "b": "\u{9F}"]])
            }
            for result in DecodedText.everyWay(bytes, try CSVFormat(encoding: .windows1252), limits: limits) {
                #expect(try result.get().records == [["a": "é", "b": "€"], ["a": "ÿ", "b": "Ÿ"]])
            }
        }
    }

    @Test func readsEveryByteOfWindows1252() throws {
        let upper =
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
            + String(String.UnicodeScalarView((0xA0...0xFF).compactMap { Unicode.Scalar($0) }))
        let bytes = Array("a\n".utf8) + (0x80...0xFF)
        #expect(try DecodedText.decode(bytes, CSVFormat(encoding: .windows1252)).records == [["a": .string(upper)]])
    }

    @Test(
        arguments: [
            ([0x80], 0), ([0xC3], 0), ([0xC3, 0x28], 0), ([0xC0, 0x80], 0), ([0xE0, 0x9F, 0xBF], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFE], 0),
            ([0xE2, 0x82, 0x2C], 0), ([0xC3, 0xA9, 0xFF], 2), ([0xF0, 0x9F, 0x98, 0x80, 0xBF], 4),
            ([0xF0, 0x9F, 0x98], 0),
        ] as [([UInt8], Int)])
    func refusesWhatIsNotUTF8(bytes: [UInt8], place: Int) {
        for lead in ["a,b\n1,2\n", "a,b\n1,2\n" + String(repeating: "é", count: 3000)] {
            let text = Array(lead.utf8) + bytes + Array(",3\n".utf8)
            let results =
                lead.count < 100
                ? DecodedText.everyWay(text)
                : [1, 64, 4096].map { size in
                    Result { () throws(CSVError) in try DecodedText.decode(text) { size } }
                }
            for result in results {
                guard case .failure(let error) = result else {
                    Issue.record("accepted \(bytes)")
                    continue
                }
                #expect(error.reason == .invalidEncoding(.utf8))
                #expect(error.offset == lead.utf8.count + place)
                #expect(error.row == 2)
                #expect(error.line == 3)
            }
        }
    }

    @Test func saysWhatIsNotInItsEncoding() throws {
        func description(_ bytes: [UInt8], _ encoding: CSVEncoding) throws -> Set<String> {
            Set(
                DecodedText.everyWay(bytes, try CSVFormat(encoding: encoding)).map { result in
                    if case .failure(let error) = result { error.description } else { "accepted" }
                })
        }
        #expect(
            try description(Array("a\n1\n\u{E9}\n".unicodeScalars.map { UInt8($0.value) }), .utf8)
                == ["the CSV text is not utf-8 at byte 4 (row 2, line 3)"])
        #expect(
            try description(Self.utf16("\u{FEFF}a\n1\n", bigEndian: false), .utf8) == [
                "the CSV text begins with the byte order mark of utf-16, but is read as utf-8 at byte 0 (the header, line 1)"
            ])
        #expect(
            try description(Array("\u{FEFF}a\n".utf8), .windows1252) == [
                "the CSV text begins with the byte order mark of utf-8, but is read as windows-1252 at byte 0 (the header, line 1)"
            ])
        let lone = Self.utf16("a\n1\n", bigEndian: true) + [0xD8, 0x00, 0x00, 0x41, 0x00, 0x0A]
        #expect(try description(lone, .utf16) == ["the CSV text is not utf-16 at byte 8 (row 2, line 3)"])
        let backwards = Self.utf16("a\n1\n", bigEndian: true) + [0xDC, 0x00, 0x00, 0x0A]
        #expect(try description(backwards, .utf16) == ["the CSV text is not utf-16 at byte 8 (row 2, line 3)"])
        let cut = Self.utf16("a\n1\n2", bigEndian: true) + [0x00]
        #expect(try description(cut, .utf16) == ["the CSV text ends too soon at byte 11 (row 2, line 3)"])
        #expect(
            try description(Array("a\n1\n2".utf8) + [0xE2, 0x82], .utf8)
                == ["the CSV text ends too soon at byte 7 (row 2, line 3)"])
    }

    @Test func countsBytesOfTheTextItself() throws {
        let text = Self.utf16("é,b\n€\n", bigEndian: false)
        for result in DecodedText.everyWay(text, try CSVFormat(encoding: .utf16)) {
            #expect(throws: CSVError(reason: .tooFewFields(1, expected: 2), row: 1, line: 2, offset: 10)) {
                _ = try result.get()
            }
        }
    }
}
