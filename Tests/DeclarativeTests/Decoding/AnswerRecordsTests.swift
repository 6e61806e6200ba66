import CSV
import Connector
import JSON
import TestSupport
import Testing

@testable import Declarative
@testable import HTTPClient

/// What is read of whole answers, and that streams yield the same.
@Suite(.timeLimit(.minutes(1))) struct AnswerRecordsTests {
    private func path(_ text: String) throws -> RecordDecoder { .json(path: try JSONPath(text)) }

    private func read(
        _ body: String, _ decoder: RecordDecoder, status: Int = 200, type: String? = "application/json"
    ) async throws -> Outcome {
        try await Outcome.whole(Array(body.utf8), decoder, status: status, type: type)
    }

    private func records(_ body: String, _ decoder: RecordDecoder) async throws -> [String] {
        let outcome = try await read(body, decoder)
        #expect(outcome.fault == nil)
        return outcome.records
    }

    private func failure(_ body: String, _ decoder: RecordDecoder, type: String? = nil) async throws -> Failure? {
        guard case .malformed(let failure) = try await read(body, decoder, type: type).fault else { return nil }
        return failure
    }

    @Test(
        arguments: [
            ("$", #"[{"a": 1}, {"a": 2}]"#, [#"{"a":1}"#, #"{"a":2}"#]), ("$", #"{"a": [1]}"#, [#"{"a":[1]}"#]),
            ("$", "null", []), ("$", "[]", []), ("data", #"{"data": [{"a": 1}], "next": 2}"#, [#"{"a":1}"#]),
            ("data", #"{"data": {"a": 1}}"#, [#"{"a":1}"#]), ("data", #"{"data": null}"#, []),
            ("data.items", #"{"data": null}"#, []), ("data", "null", []), ("data", "{}", []),
            ("$.data[*]", #"{"data": [{"a": 1}, {"a": 2}]}"#, [#"{"a":1}"#, #"{"a":2}"#]),
            ("$.data[*]", #"{"data": {"x": {"a": 1}, "y": {"a": 2}}}"#, [#"{"a":1}"#, #"{"a":2}"#]),
            ("$.data[*]", #"{"other": 1}"#, []),
            ("zones[0].days", #"{"zones": [{"days": [{"a": 1}, {"a": 2}]}]}"#, [#"{"a":1}"#, #"{"a":2}"#]),
            ("zones[0].days", #"{"zones": []}"#, []), ("zones[0].days", #"{"zones": [{"days": null}]}"#, []),
            ("rows[0]", #"{"rows": [["Ann", 3]]}"#, [#"{"column_1":"Ann","column_2":3}"#]),
            ("$.data[?@.a > 1]", #"{"data": [{"a": 1}, {"a": 2}]}"#, [#"{"a":2}"#]),
            ("$[*].items[*]", #"[{"items": [{"a": 1}]}, {}, {"items": [{"a": 2}]}]"#, [#"{"a":1}"#, #"{"a":2}"#]),
            (
                "$.values[1:]", #"{"values": [["n", "age"], ["Ann", 3], ["Bob"], []]}"#,
                [
                    #"{"column_1":"Ann","column_2":3}"#, #"{"column_1":"Bob"}"#, "{}",
                ]
            ),
            (
                "tags", #"{"tags": ["a", 1, null, true, {"b": 2}, [null]]}"#,
                [
                    #"{"value":"a"}"#, #"{"value":1}"#, #"{"value":true}"#, #"{"b":2}"#, #"{"column_1":null}"#,
                ]
            ),
            ("é.data", #"{"é": {"data": [{"ü": "😀"}]}}"#, [#"{"ü":"😀"}"#]),
            ("d", #"{"d": [{"a": 1, "a": 12345678901234567890123}]}"#, [#"{"a":1,"a":12345678901234567890123}"#]),
        ])
    func `records are found where the path leads`(path: String, body: String, expected: [String]) async throws {
        #expect(try await records(body, try self.path(path)) == expected)
        #expect(try await records(body, path == "$" ? .json(path: nil) : try self.path(path)) == expected)
    }

    @Test(arguments: ["", " \n\t"]) func `nothing at all is no records`(body: String) async throws {
        for decoder in [try path("data"), .json(path: nil), .jsonLines, .csv(.standard), .xml(path: ["a"])] {
            // A space may be the name of a column.
            if !body.isEmpty, case .csv = decoder { continue }
            #expect(try await read(body, decoder) == Outcome(records: []), "\(decoder)")
        }
    }

    @Test func `a path that leads nowhere names what is there`() async throws {
        let body = #"{"data": {"count": 0, "rows": [], "more": false}, "meta": 1}"#
        let failure = try await failure(body, try path("data.items"))
        #expect(failure?.kind == .data)
        #expect(
            failure?.message
                == "The answer of https://api.example.com/v1/items?key=*** has no records at `data.items`; `data` has"
                + " `count`, `rows`, `more`.")
        #expect(failure?.hint?.contains("`$.data.items[*]`") == true)
        let top = try await self.failure(body, try path("items"))
        #expect(top?.message.hasSuffix("has no records at `items`; it has `data`, `meta`.") == true)
        let array = try await self.failure("[1]", try path("items"))
        #expect(array?.message.hasSuffix("it is an array.") == true)
        let scalar = try await self.failure(#"{"data": "oops"}"#, try path("data"))
        #expect(scalar?.message.hasSuffix("has a text at `data`, where its records should be.") == true)
        #expect(try await self.failure("7", .json(path: nil))?.message.contains("has a number at the top") == true)
    }

    @Test func `the body is there before the records`() async throws {
        let answer = try Outcome.answer(Array(#"{"data": [{"a": 1}], "next": 2}"#.utf8))
        var records = AnswerRecords(answer, try path("data"))
        #expect(records.body?["next"]?.int64 == 2)
        #expect(records.body?["data"]?.count == 1)
        let batch = try await records.next()
        #expect(batch?.count == 1)
        let xml = try Outcome.answer(Array("<r><next>x</next><i><a>1</a></i></r>".utf8), type: "text/xml")
        records = AnswerRecords(xml, .xml(path: ["r", "i"]))
        #expect(records.body?["r"]?["next"]?.string == "x")
    }

    @Test func `lines, commas and angle brackets`() async throws {
        let lines = try await read("{\"a\": 1}\n\n[2]\nnull\n3", .jsonLines)
        #expect(lines == Outcome(records: [#"{"a":1}"#, #"{"column_1":2}"#, #"{"value":3}"#]))
        let csv = try await read("a,b\n1,\n\"x,\ny\",\"\"\n", .csv(.standard), type: "text/csv")
        #expect(csv == Outcome(records: [#"{"a":"1","b":null}"#, #"{"a":"x,\ny","b":""}"#]))
        let xml = try await read(
            "<r><t>2</t><i n='1'>a</i><i>b</i></r>", .xml(path: ["r", "i"]), type: "application/xml")
        #expect(
            xml == Outcome(records: [##"{"@n":"1","#text":"a"}"##, ##"{"#text":"b"}"##], body: #"{"r":{"t":"2"}}"#))
    }

    @Test func `what is cut off is told from what is wrong`() async throws {
        for (body, decoder) in [
            (#"{"data": [{"a": 1}, {"a": 2"#, try path("data")), ("{\"a\": 1}\n{\"a\": 2", .jsonLines),
            ("a,b\n1,\"x", .csv(.standard)), ("<r><i>1</i>", .xml(path: ["i"])),
        ] {
            let outcome = try await read(body, decoder, type: nil)
            guard case .truncated(let failure) = outcome.fault else {
                Issue.record("\(decoder): \(String(describing: outcome.fault))")
                continue
            }
            #expect(failure.mayRetry && failure.kind == .source)
            #expect(
                failure.message.hasPrefix("The answer of https://api.example.com/v1/items?key=*** cannot be read: "))
        }
        for (body, decoder) in [
            (#"{"data": [{"a": 1} {"a": 2}]}"#, try path("data")), ("{\"a\": 1}\n{x}\n", .jsonLines),
            ("a,b\n1,2,3\n", .csv(.standard)), ("<r><i>1</b></r>", .xml(path: ["i"])),
        ] {
            let failure = try await failure(body, decoder)
            #expect(failure?.kind == .data && failure?.mayRetry == false)
            #expect(failure?.message.contains("at byte") == true || failure?.message.contains("(byte") == true)
        }
        let message = try await failure(#"{"data": [{"a": 1} {"a": 2}]}"#, try path("data"))?.message
        #expect(
            message
                == "The answer of https://api.example.com/v1/items?key=*** cannot be read: invalid JSON: expected a comma"
                + " or ] at byte 19, near `{\"data\": [{\"a\": 1} {\"a\": 2}]}`.")
    }

    @Test func `a page for people is called one`() async throws {
        let page = "\u{FEFF}\n <!DOCTYPE HTML><html><body>Log in</body></html>"
        for (decoder, name) in [
            (try path("data"), "JSON"), (.jsonLines, "JSON lines"), (.csv(.standard), "CSV"),
            (.xml(path: ["a"]), "XML"),
        ] {
            let failure = try await failure(page, decoder, type: "text/html; charset=utf-8")
            #expect(
                failure?.message
                    == "https://api.example.com/v1/items?key=*** answered with an HTML page instead of \(name); it begins"
                    + " with `<!DOCTYPE HTML><html><body>Log in</body></html>`.")
            #expect(
                failure?.hint
                    == "Servers do so at addresses they do not know, for logins and during maintenance."
                    + " Check the connector's URL and the credentials.")
        }
        // A type that is not true does no harm.
        let csv = try await read("a\n1\n", .csv(.standard), type: "text/html")
        #expect(csv == Outcome(records: [#"{"a":"1"}"#]))
        let json = try await read("[{\"a\": 1}]", .json(path: nil), type: "text/html")
        #expect(json.records == [#"{"a":1}"#])
    }

    @Test func `JSON instead of rows is not read as rows`() async throws {
        let outcome = try await read(#"{"error": "no"}"#, .csv(.standard))
        guard case .malformed(let failure) = outcome.fault else { return #expect(Bool(false)) }
        #expect(failure.message.hasSuffix("answered with JSON instead of CSV; it begins with `{\"error\": \"no\"}`."))
        #expect(outcome.body == #"{"error":"no"}"#)
    }

    @Test func `answers in error are read for their body alone`() async throws {
        let json = try await read(#"{"error": "no"}"#, try path("data"), status: 404)
        #expect(json == Outcome(records: [], body: #"{"error":"no"}"#))
        let csv = try await read(#"[{"message": "no"}]"#, .csv(.standard), status: 400)
        #expect(csv == Outcome(records: [], body: #"[{"message":"no"}]"#))
        let xml = try await read("<E><C>no</C></E>", .xml(path: ["E"]), status: 403, type: "text/xml")
        #expect(xml.records.isEmpty && xml.fault == nil)
        let page = try await read("<html>Not found</html>", try path("data"), status: 404, type: "text/html")
        #expect(page == Outcome(records: []))
    }

    @Test func `an error is thrown again`() async throws {
        var records = AnswerRecords(try Outcome.answer(Array("{".utf8)), .json(path: nil))
        for _ in 0..<3 {
            var fault: DecodingFault?
            do throws(DecodingFault) { _ = try await records.next() } catch { fault = error }
            guard case .truncated = fault else { return #expect(Bool(false)) }
        }
    }
}
