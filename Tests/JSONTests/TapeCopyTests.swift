import Testing

@testable import JSON

@Suite struct TapeCopyTests {
    private func copy(_ view: JSONView) -> JSONDocument {
        var builder = TapeBuilder()
        view.withUnsafeNode { builder.append(copyOf: $0) }
        return builder.finishDocument()
    }

    @Test(
        arguments: [
            "null", "true", "false", "-1", "18446744073709551615", "1.5", "-0.0", "123456789012345678901234567890",
            "1e400",
            #""""#, #""é\u0000\n😀""#, "[]", "{}", #"{"a":[1,{"b":[]}],"a":2,"":null}"#,
        ])
    func `a copy is the same`(text: String) throws {
        let document = try JSONDocument.parse(text, duplicateKeys: .keep)
        let copied = copy(document.root).root
        #expect(copied.description == document.root.description)
        #expect(copied.kind == document.root.kind)
    }

    @Test func `copies of random values and of their parts are the same`() {
        var random = RandomJSON(seed: 5)
        for _ in 0..<300 {
            let document = JSONDocument(random.value())
            #expect(copy(document.root).root.description == document.root.description)
            for part in document.root.elements { #expect(copy(copy(part).root).root.description == part.description) }
        }
    }

    @Test func `a copy of long texts grows the memory it needs`() throws {
        let text = "[\"" + String(repeating: "é", count: 100_000) + "\",1]"
        let document = try JSONDocument.parse(text)
        #expect(copy(document.root).root.description == text)
        var builder = TapeBuilder()
        builder.append(copyOf: JSONValue(document.root))
        #expect(builder.finishDocument().root.description == text)
    }
}
