import JSON
import Testing

@testable import CSV

@Suite struct CSVDecoderTests {
    /// Texts with a header `a,b` and what stands in their rows, however they are cut into chunks.
    @Test(
        arguments: [
            ("a,b\n1,2\n", [["1", "2"]]),
            ("a,b\n1,2", [["1", "2"]]),
            ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
            ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
            ("a,b\n1,2\r3,4\r\n5,6\n", [["1", "2"], ["3", "4"], ["5", "6"]]),
            ("\n\r\n\ra,b\n\n\n1,2\r\n\r\n3,4\n\n", [["1", "2"], ["3", "4"]]),
            ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
            ("\u{FEFF}\"a\",\"b\"\n1,2", [["1", "2"]]),
            ("a,b\n,\n", [[nil, nil]]),
            ("a,b\n\"\",\n", [["", nil]]),
            ("a,b\n,\"\"", [[nil, ""]]),
            ("a,b\n1,", [["1", nil]]),
            ("a,b\n 1 , \t\n", [[" 1 ", " \t"]]),
            ("a,b\n\"1,2\",\"3\n4\"\n", [["1,2", "3\n4"]]),
            ("a,b\n\"1\r\n2\",\"\r\"\r\n", [["1\r\n2", "\r"]]),
            ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [["say \"hi\"", "\""]]),
            ("a,b\n\"\"\"\"\"\",\"\"\"x\"\n", [["\"\"", "\"x"]]),
            ("a,b\n5\" pipe,x\"y\"z\n", [["5\" pipe", "x\"y\"z"]]),
            ("a,b\n \"x\",1\n", [[" \"x\"", "1"]]),
            ("a,b\nZoë,😀\n", [["Zoë", "😀"]]),
            ("a,b\nnull,NULL\n", [["null", "NULL"]]),
            ("a,b\n007,1.50\n", [["007", "1.50"]]),
            ("a,b\n\u{0},\\n\n", [["\u{0}", "\\n"]]),
            ("a,b\n", []),
            ("a,b", []),
        ] as [(String, [[JSONValue]])])
    func readsRows(text: String, rows: [[JSONValue]]) throws {
        for result in DecodedText.everyWay(text.utf8) {
            #expect(try result.get().records.map { $0.fields(of: ["a", "b"]) } == rows)
        }
    }

    @Test(arguments: ["", "\n", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}\n"])
    func findsNoRowsInABlankText(text: String) throws {
        for result in DecodedText.everyWay(text.utf8) { #expect(try result.get().batches == []) }
    }

    @Test func readsOtherDelimitersAndQuotes() throws {
        let semicolons = try CSVFormat(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"))
        let tabs = try CSVFormat(delimiter: UInt8(ascii: "\t"), quote: nil)
        let unusual = try CSVFormat(delimiter: 1, quote: 2)
        for result in DecodedText.everyWay("a;b\n'it''s; so';\"1,5\"\n".utf8, semicolons) {
            #expect(try result.get().records == [["a": "it's; so", "b": "\"1,5\""]])
        }
        for result in DecodedText.everyWay("a\tb\n\"x\t\"\"\n".utf8, tabs) {
            #expect(try result.get().records == [["a": "\"x", "b": "\"\""]])
        }
        for result in DecodedText.everyWay("a\u{1}b\n\u{2},\n\u{2}\u{1}\"".utf8, unusual) {
            #expect(try result.get().records == [["a": ",\n", "b": "\""]])
        }
    }

    @Test func namesColumns() throws {
        let given = try CSVFormat(hasHeader: false, columns: ["x", "y"])
        let numbered = try CSVFormat(hasHeader: false)
        let renamed = try CSVFormat(columns: ["x", "y"])
        for result in DecodedText.everyWay("1,2\n3,\n".utf8, given) {
            #expect(try result.get().records == [["x": "1", "y": "2"], ["x": "3", "y": nil]])
        }
        for result in DecodedText.everyWay("\n1,\"\"\n,4\n".utf8, numbered) {
            #expect(
                try result.get().records == [["column_1": "1", "column_2": ""], ["column_1": nil, "column_2": "4"]])
        }
        for result in DecodedText.everyWay("id,id\n1,2\n".utf8, renamed) {
            #expect(try result.get().records == [["x": "1", "y": "2"]])
        }
        for result in DecodedText.everyWay("\"a \"\"b\"\"\n\",é\n1,2".utf8) {
            #expect(try result.get().records == [["a \"b\"\n": "1", "é": "2"]])
        }
        #expect(try DecodedText.decode("é,e\u{301}\n1,2".utf8).records.first?.object?.count == 2)
    }

    @Test func readsASingleColumn() throws {
        for result in DecodedText.everyWay("a\n1\n\n\"\"\n2\n".utf8) {
            #expect(try result.get().records == [["a": "1"], ["a": ""], ["a": "2"]])
        }
    }

    @Test func keepsTheOrderOfColumns() throws {
        let names = (0..<300).map { "c\(($0 * 7) % 300)" }
        let text = names.joined(separator: ",") + "\n" + names.joined(separator: ",") + "\n"
        #expect(try DecodedText.decode(text.utf8).records[0].fields(of: names) == names.map { .string($0) })
    }

    @Test func endsABatchWithTheRowThatFillsIt() throws {
        let limits = CSVLimits(batchSize: 6)
        for result in DecodedText.everyWay("a\n1\n\n\n\n22\n333333\n\r\n4\n5\n6\n7\n".utf8, limits: limits) {
            #expect(
                try result.get().batches == [
                    [["a": "1"]], [["a": "22"], ["a": "333333"]], [["a": "4"], ["a": "5"]],
                    [["a": "6"], ["a": "7"]],
                ])
        }
    }

    @Test func yieldsDocumentsThatOutliveTheDecoder() throws {
        var batches: [JSONDocument] = []
        let text = PaddedBytes(
            "a,b\n" + (0..<2000).map { "\($0),\(String(repeating: "x", count: $0 % 50))\n" }.joined())
        var decoder = CSVDecoder(limits: CSVLimits(batchSize: 1000))
        try text.withUnsafeBytes { chunk in
            var position = 0
            while let batch = try decoder.nextBatch(in: chunk, from: &position) { batches.append(batch) }
        }
        if let batch = try decoder.finish() { batches.append(batch) }
        let records = batches.flatMap { Array($0.root.elements) }
        #expect(batches.count > 40)
        #expect(records.count == 2000)
        for (number, record) in records.enumerated() {
            let text = String(repeating: "x", count: number % 50)
            let expected: JSONValue = number % 50 == 0 ? nil : .string(text)
            #expect(JSONValue(record) == ["a": .string("\(number)"), "b": expected])
        }
    }

    @Test func refusesFormatsThatCannotBe() {
        func fault(_ body: () throws(CSVFormatError) -> CSVFormat) -> String? {
            do { _ = try body() } catch { return error.description }
            return nil
        }
        #expect(
            fault { () throws(CSVFormatError) in try CSVFormat(delimiter: UInt8(ascii: "\n")) }
                == "byte 10 cannot be a delimiter or quote: use one ASCII character that is no line end")
        #expect(
            fault { () throws(CSVFormatError) in try CSVFormat(quote: 0xC3) }
                == "byte 195 cannot be a delimiter or quote: use one ASCII character that is no line end")
        #expect(
            fault { () throws(CSVFormatError) in try CSVFormat(delimiter: UInt8(ascii: "\"")) }
                == "delimiter and quote must differ")
        #expect(
            fault { () throws(CSVFormatError) in try CSVFormat(columns: ["a", "b", "a"]) }
                == "two columns are named \"a\": give each a name of its own")
    }
}
