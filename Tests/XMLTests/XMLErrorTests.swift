import JSON
import Testing

@testable import XML

@Suite struct XMLErrorTests {
    private static func descriptions(
        _ text: some Sequence<UInt8>, limits: XMLLimits = XMLLimits()
    ) -> Set<String> {
        Set(
            DecodedText.everyWay(text, path: ["r"], limits: limits).map { result in
                switch result {
                case .success: "accepted"
                case .failure(let error): error.description
                }
            })
    }

    @Test(arguments: [
        ("", "the XML text has no element at line 1, column 1 (byte 0)"),
        (" \n", "the XML text has no element at line 2, column 1 (byte 2)"),
        ("<d><r>1</r>", "the XML text ends too soon at line 1, column 12 (byte 11)"),
        ("<d>\n<r", "the XML text ends too soon at line 2, column 1 (byte 4)"),
        ("<d><![CDATA[x", "the XML text ends too soon at line 1, column 14 (byte 13)"),
        (
            "<d>\n <r></d>",
            "invalid XML: a closing tag that does not belong to the open element at line 2, column 7 (byte 10)"
        ),
        ("<d>&nbsp;</d>", "invalid XML: an entity that is not defined at line 1, column 4 (byte 3)"),
        ("<d a=1/>", "invalid XML: not well-formed (invalid token) at line 1, column 6 (byte 5)"),
        ("<d><r a='1' a='2'/></d>", "invalid XML: duplicate attribute at line 1, column 13 (byte 12)"),
        ("<d/>x", "invalid XML: junk after document element at line 1, column 5 (byte 4)"),
        ("{\"a\": 1}", "invalid XML: not well-formed (invalid token) at line 1, column 1 (byte 0)"),
        (
            "<!DOCTYPE d [<!ENTITY a \"b\">]><d>&a;</d>",
            "the XML text declares a document type with definitions, which are not read: entities in them can do harm at line 1, column 13 (byte 12)"
        ),
        (
            "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><d/>",
            "the XML text declares a document type with definitions, which are not read: entities in them can do harm at line 1, column 40 (byte 39)"
        ),
        (
            "<!DOCTYPE d PUBLIC \"x\" \"https://example.com/x.dtd\"><d a='&b;'/>",
            "the XML text declares a document type with definitions, which are not read: entities in them can do harm at line 1, column 51 (byte 50)"
        ),
        (
            "<?xml version='1.0' encoding='klingon'?><d/>",
            "the XML text is in the unknown encoding \"klingon\": known are UTF-8, UTF-16, ISO-8859-1, US-ASCII and windows-1252 at line 1, column 31 (byte 30)"
        ),
    ])
    func saysWhatIsWrongAndWhere(text: String, expected: String) {
        #expect(Self.descriptions(text.utf8) == [expected])
    }

    @Test(arguments: [
        (
            "<d><e><e><e/></e></e></d>",
            "the elements of the XML text are nested deeper than the limit of 3 at line 1, column 10 (byte 9)"
        ),
        (
            "<d><r><e><e/></e></r></d>",
            "the elements of the XML text are nested deeper than the limit of 3 at line 1, column 10 (byte 9)"
        ),
    ])
    func boundsDepth(text: String, expected: String) {
        #expect(Self.descriptions(text.utf8, limits: XMLLimits(depth: 3)) == [expected])
    }

    @Test func boundsSizes() {
        func reason(_ text: String, _ limits: XMLLimits) -> XMLError.Reason? {
            do throws(XMLError) {
                _ = try DecodedText.decode(text.utf8, path: ["r"], limits: limits)
                return nil
            } catch {
                return error.reason
            }
        }
        let long = String(repeating: "x", count: 40_000)
        let many = String(repeating: "<a/>", count: 2000)
        let limits = XMLLimits(recordSize: 30_000, remainderSize: 30_000, markupSize: 20_000)
        let record = XMLError.Reason.tooLarge(.record, limit: 30_000)
        let remainder = XMLError.Reason.tooLarge(.remainder, limit: 30_000)
        let markup = XMLError.Reason.tooLarge(.markup, limit: 20_000)
        #expect(reason("<d><r>\(long)</r></d>", limits) == record)
        #expect(reason("<d><r>\(many)</r></d>", limits) == record)
        #expect(reason("<d><r a='\(long.prefix(19_000))' b='\(long.prefix(19_000))'/></d>", limits) == markup)
        #expect(
            reason("<d><r><a b='\(long.prefix(15_000))'/><a b='\(long.prefix(15_000))'/></r></d>", limits) == record)
        #expect(reason("<d><r/><b>\(long)</b></d>", limits) == remainder)
        #expect(reason("<d><r/>\(many)</d>", limits) == remainder)
        #expect(reason("<d><r>\(String(long.prefix(20_000)))</r></d>", limits) == nil)
        #expect(reason("<d><r>\(String(long.prefix(20_000)))</r></d>", limits) == nil)
        for opening in ["<d a='", "<!--", "<?x ", "<d", "<d b=''><r c='"] {
            #expect(reason(opening + long + long, limits) == markup)
        }
        #expect(reason("<d><r>" + long, limits) == record)
        #expect(
            XMLError(reason: markup, line: 1, column: 2, offset: 3).description
                == "a tag or comment of the XML text is larger than the limit of 20000 bytes at line 1, column 2 (byte 3)"
        )
        #expect(
            XMLError(reason: remainder, line: 1, column: 2, offset: 3).description
                == "what stands outside the records of the XML text (is their path right?) is larger than the limit of 30000 bytes at line 1, column 2 (byte 3)"
        )
    }

    /// A record of very many children with different names is linked in linear time.
    @Test(.timeLimit(.minutes(1))) func readsManyNames() throws {
        let children = (0..<100_000).map { "<n\($0)/>" }.joined()
        let decoded = try DecodedText.decode("<d><r>\(children)\(children)</r></d>".utf8, path: ["r"])
        #expect(decoded.records[0].object?.count == 100_000)
        #expect(decoded.records[0].object?["n99999"] == [nil, nil])
    }

    @Test func neverExpandsEntities() {
        var bomb = "<!DOCTYPE d [<!ENTITY a0 \"ha\">"
        for level in 1..<30 { bomb += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        bomb += "]><d><r>&a29;</r></d>"
        for text in [bomb, bomb.replacing("<!ENTITY a", with: "<!ENTITY % a")] {
            #expect(throws: XMLError.self) { _ = try DecodedText.decode(text.utf8, path: ["r"]) }
        }
    }

    @Test func noticesEveryTruncation() throws {
        let text = Array("<?xml version='1.0'?><d a='é'><r>x<!-- c --><![CDATA[y]]>&amp;</r><r/></d>".utf8)
        for length in 0..<text.count {
            let error = #expect(throws: XMLError.self) { _ = try DecodedText.decode(text.prefix(length), path: ["r"]) }
            #expect(error.map { $0.isTruncation || $0.reason == .empty } == true, "\(length)")
        }
    }

    @Test func handsOutTheRecordsBeforeTheFaultAndThrowsAgain() {
        let text = PaddedBytes("<d><r>1</r><r>2</r><r></d>")
        var decoder = XMLDecoder(path: ["r"], limits: XMLLimits(batchSize: 1))
        var (records, errors): ([JSONValue], [XMLError]) = ([], [])
        text.withUnsafeBytes { chunk in
            var position = 0
            for _ in 0..<5 {
                do throws(XMLError) {
                    if let batch = try decoder.nextBatch(in: chunk, from: &position) {
                        records += JSONValue(batch.root).array ?? []
                    }
                } catch {
                    errors.append(error)
                }
            }
        }
        do throws(XMLError) { _ = try decoder.finish() } catch { errors.append(error) }
        #expect(records == [["#text": "1"], ["#text": "2"]])
        #expect(errors.count == 4)
        #expect(Set(errors) == [XMLError(reason: .mismatchedTag, line: 1, column: 25, offset: 24)])
    }
}
