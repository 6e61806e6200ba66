import Foundation
import JSON
import TestSupport
import Testing

@testable import XML

/// Random texts become what a plain program makes of them. It uses expat too: ElementTree resolves prefixes, which we keep.
/// What is compared is the mapping to records and the way through chunks, not the parser.
@Suite struct PythonComparisonTests {
    private static let program = """
        import json, sys
        import xml.parsers.expat as expat

        # As they are written, so that nothing is resolved.
        class Builder:
            def __init__(self):
                self.root, self.stack = None, []
            def start(self, name, attributes):
                element = [name, attributes, []]
                if self.stack: self.stack[-1][2].append(element)
                else: self.root = element
                self.stack.append(element)
            def end(self, name): self.stack.pop()
            def text(self, data):
                children = self.stack[-1][2]
                if children and isinstance(children[-1], str): children[-1] += data
                else: children.append(data)

        def read(text):
            builder = Builder()
            parser = expat.ParserCreate()
            parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
            parser.CharacterDataHandler = builder.text
            parser.Parse(text.encode(), True)
            return builder.root

        def members(element):
            name, attributes, children = element
            result = {"@" + key: value for key, value in attributes.items()}
            children = [c for c in children if not isinstance(c, str) or c.strip(" \\t\\r\\n")]
            names = [c[0] for c in children if not isinstance(c, str)]
            for name in names:
                values = [value(c) for c in children if not isinstance(c, str) and c[0] == name]
                result[name] = values if len(values) > 1 else values[0]
            text = [c for c in children if isinstance(c, str)]
            if text: result["#text"] = "".join(text)
            return result

        def value(element):
            result = members(element)
            if not result: return None
            return result["#text"] if list(result) == ["#text"] else result

        def records(element, found):
            for child in element[2]:
                if isinstance(child, str): continue
                if child[0] == "row": found.append(members(child))
                else: records(child, found)
            return found

        texts = json.load(open(sys.argv[1], encoding="utf-8"))
        json.dump([records(read(text), []) for text in texts], sys.stdout)
        """

    @Test func readsWhatPythonReads() throws {
        var random = SeededRandom(seed: 21)
        let texts = (0..<600).map { number in
            var generator = RandomXML(seed: UInt64(number))
            return generator.text()
        }
        let output = try runPython(Self.program, input: [UInt8](try JSONEncoder().encode(texts)))
        let expected = JSONValue(try JSONDocument.parse(PaddedBytes(output)).root).array ?? []
        #expect(expected.count == texts.count)
        #expect(expected.count { ($0.array ?? []).count > 1 } > 100)
        for (text, records) in zip(texts, expected) {
            let limits = XMLLimits(batchSize: 1 + random.below(200))
            let longest = 1 + random.below(100)
            let decoded = try DecodedText.decode(text.utf8, path: ["row"], limits: limits) { 1 + random.below(longest) }
            #expect(JSONValue.array(decoded.records) == records, "\(text)")
        }
    }
}
