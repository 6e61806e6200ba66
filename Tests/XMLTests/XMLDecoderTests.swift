import JSON
import Testing

@testable import XML

@Suite struct XMLDecoderTests {
    /// What stands between the tags of one record, and the record it makes.
    @Test(
        arguments: [
            ("<a>x</a><b>y</b>", ["a": "x", "b": "y"]),
            ("\n  <a>x</a>\n  <b>y</b>\n", ["a": "x", "b": "y"]),
            ("<a/><b></b><c> \n</c>", ["a": nil, "b": nil, "c": nil]),
            ("<a> x\n y </a>", ["a": " x\n y "]),
            ("<a>1</a><b>z</b><a>2</a><a/>", ["a": ["1", "2", nil], "b": "z"]),
            ("<a><a>1</a><a>2</a></a><a><a/></a>", ["a": [["a": ["1", "2"]], ["a": nil]]]),
            ("<a><i>1</i></a><i>2</i><a><i>3</i><i>4</i></a>", ["a": [["i": "1"], ["i": ["3", "4"]]], "i": "2"]),
            ("<a b=\"1\" c='&lt;2&gt;'/>", ["a": ["@b": "1", "@c": "<2>"]]),
            ("<a b=\"1\">x</a>", ["a": ["@b": "1", "#text": "x"]]),
            ("<a b=\"\">x<b>y</b>z</a>", ["a": ["@b": "", "b": "y", "#text": "xz"]]),
            ("text", ["#text": "text"]),
            ("", [:]),
            (" <!-- no --> ", [:]),
            ("a <b>c</b> d", ["b": "c", "#text": "a  d"]),
            ("<a>x<!-- no -->y<?no no?>z</a>", ["a": "xyz"]),
            ("<a><![CDATA[<b>&amp;]]></a>", ["a": "<b>&amp;"]),
            ("<a>&lt;&amp;&gt;&quot;&apos;&#233;&#x1F600;</a>", ["a": "<&>\"'é😀"]),
            ("<a>line\r\nline\rline</a>", ["a": "line\nline\nline"]),
            ("<ns:a xmlns:ns=\"urn:x\" ns:b=\"1\"/>", ["ns:a": ["@xmlns:ns": "urn:x", "@ns:b": "1"]]),
            ("<a xsi:nil=\"true\"/><b xsi:nil=\"1\"></b>", ["a": nil, "b": nil]),
            (
                "<a xsi:nil=\"false\"/><b xsi:nil=\"true\" c=\"\"/>",
                [
                    "a": ["@xsi:nil": "false"], "b": ["@xsi:nil": "true", "@c": ""],
                ]
            ),
            ("<row><row>x</row></row>", ["row": ["row": "x"]]),
            ("<é>ü</é>", ["é": "ü"]),
        ] as [(String, JSONValue)])
    func makesARecord(inside: String, record: JSONValue) throws {
        for result in DecodedText.everyWay("<data><row>\(inside)</row></data>".utf8, path: ["data", "row"]) {
            #expect(try result.get().records == [record])
            #expect(try result.get().remainder == [:])
        }
    }

    @Test func givesARecordItsOwnAttributes() throws {
        let decoded = try DecodedText.decode("<d><r id='1' a=''><b c='2'/></r></d>".utf8, path: ["r"])
        #expect(decoded.records == [["@id": "1", "@a": "", "b": ["@c": "2"]]])
    }

    private static let page = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE response>
        <response status="ok">
          <total>3</total>
          <items count="2">
            <item><id>1</id></item>
            <item><id>2</id></item>
          </items>
          <item><id>3</id></item>
          <next>https://example.com/?a=1&amp;b=2</next>
        </response>
        """

    @Test func followsThePath() throws {
        for result in DecodedText.everyWay(Self.page.utf8, path: ["response", "items", "item"]) {
            let decoded = try result.get()
            #expect(decoded.records == [["id": "1"], ["id": "2"]])
            #expect(
                decoded.remainder == [
                    "response": [
                        "@status": "ok", "total": "3", "items": ["@count": "2"], "item": ["id": "3"],
                        "next": "https://example.com/?a=1&b=2",
                    ]
                ])
        }
        let anywhere = try DecodedText.decode(Self.page.utf8, path: ["item"])
        #expect(anywhere.records == [["id": "1"], ["id": "2"], ["id": "3"]])
        let ends = try DecodedText.decode(Self.page.utf8, path: ["items", "item"])
        #expect(ends.records == [["id": "1"], ["id": "2"]])
        let none = try DecodedText.decode(Self.page.utf8, path: ["other", "item"])
        #expect(none.batches == [])
        let root = try DecodedText.decode(Self.page.utf8, path: [])
        #expect(root.records.count == 1)
        #expect(root.records[0].object?["total"] == "3")
        #expect(root.remainder == [:])
    }

    @Test func leavesOutOfTheRemainderWhatHeldOnlyRecords() throws {
        let text = "<a>\n<b>\n<r/>\n<r/></b> <b><r/></b><b x='1'><r/></b><c/></a>"
        for result in DecodedText.everyWay(text.utf8, path: ["r"]) {
            #expect(try result.get().records == [[:], [:], [:], [:]])
            #expect(try result.get().remainder == ["a": ["b": ["@x": "1"], "c": nil]])
        }
    }

    @Test func doesNotCountTheLayoutBetweenRecords() throws {
        let text = "<d>" + String(repeating: "<r/>\n    ", count: 1000) + "</d>"
        let decoded = try DecodedText.decode(text.utf8, path: ["r"], limits: XMLLimits(remainderSize: 1000))
        #expect(decoded.records.count == 1000)
    }

    @Test func handsOutFullBatches() throws {
        let text = "<d>" + (0..<100).map { "<r>\($0)</r>" }.joined() + "</d>"
        for size in [1, 7, 50, 1000] {
            let limits = XMLLimits(batchSize: size)
            let whole = try DecodedText.decode(text.utf8, path: ["r"], limits: limits)
            let split = try DecodedText.decode(text.utf8, path: ["r"], limits: limits) { 3 }
            #expect(whole == split)
            #expect(whole.records == (0..<100).map { ["#text": .string("\($0)")] })
            #expect(whole.batches.count <= text.utf8.count / size + 1)
            #expect(whole.batches.count >= min(100, text.utf8.count / size / 2))
        }
    }

    @Test(
        arguments: [
            ("utf-8", Array("é€".utf8)), ("ISO-8859-1", [0xE9, 0x80]), ("windows-1252", [0xE9, 0x80]),
            ("Windows-1252", [0xE9, 0x80]), ("cp1252", [0xE9, 0x80]),
        ] as [(String, [UInt8])])
    func readsEncodings(name: String, bytes: [UInt8]) throws {
        let text = Array("<?xml version='1.0' encoding='\(name)'?><d><r>".utf8) + bytes + Array("</r></d>".utf8)
        let expected: JSONValue = name.hasPrefix("ISO") ? "é\u{80}" : "é€"
        for result in DecodedText.everyWay(text, path: ["r"]) {
            #expect(try result.get().records == [["#text": expected]])
        }
    }

    @Test func readsEveryByteOfWindows1252() throws {
        let upper = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        let text = Array("<?xml version='1.0' encoding='windows-1252'?><r>".utf8) + (0x80...0x9F) + Array("</r>".utf8)
        #expect(try DecodedText.decode(text, path: []).records == [["#text": .string(upper)]])
    }

    @Test func readsUTF16() throws {
        let text = "<d><r>é😀</r></d>"
        for bigEndian in [true, false] {
            let bytes = "\u{FEFF}\(text)".utf16.flatMap { unit in
                bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
            for result in DecodedText.everyWay(bytes, path: ["r"]) {
                #expect(try result.get().records == [["#text": "é😀"]])
            }
        }
        #expect(try DecodedText.decode("\u{FEFF}\(text)".utf8, path: ["r"]).records == [["#text": "é😀"]])
    }

    @Test func yieldsDocumentsThatOutliveTheDecoder() throws {
        var batches: [JSONDocument] = []
        let rows = (0..<2000).map {
            "<r><n>\($0)</n><n\($0 % 100)>\(String(repeating: "x", count: $0 % 50))</n\($0 % 100)></r>"
        }
        let text = PaddedBytes("<d>\(rows.joined())</d>")
        var decoder = XMLDecoder(path: ["r"], limits: XMLLimits(batchSize: 1000))
        try text.withUnsafeBytes { chunk in
            var position = 0
            while let batch = try decoder.nextBatch(in: chunk, from: &position) { batches.append(batch) }
        }
        if let batch = try decoder.finish().lastBatch { batches.append(batch) }
        let records = batches.flatMap { Array($0.root.elements) }
        #expect(batches.count > 40)
        #expect(records.count == 2000)
        for (number, record) in records.enumerated() {
            let expected: JSONValue = number % 50 == 0 ? nil : .string(String(repeating: "x", count: number % 50))
            #expect(JSONValue(record) == ["n": .string("\(number)"), .init("n\(number % 100)"): expected])
        }
    }
}
