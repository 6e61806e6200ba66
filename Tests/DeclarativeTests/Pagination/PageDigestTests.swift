import Connector
import JSON
import TestSupport
import Testing

@testable import Declarative

@Suite struct PageDigestTests {
    private func digest(_ batches: String...) throws -> String {
        var digest = PageDigest()
        for batch in batches { digest.add(RecordBatch(elementsOf: try JSONDocument.parse(batch).root)) }
        return digest.finish()
    }

    @Test func `batches do not matter, records and their order do`() throws {
        let whole = try digest(#"[{"a": 1}, {"a": 2}]"#)
        #expect(try digest(#"[{"a":1}]"#, #"[{"a":2}]"#) == whole)
        #expect(try digest(#"[{"a": 2}, {"a": 1}]"#) != whole)
        #expect(try digest(#"[{"a": 1}, {"a": 2}, {}]"#) != whole)
        #expect(try digest(#"[{"a": "1"}, {"a": 2}]"#) != whole)
        #expect(try digest("[]") == digest())
    }

    @Test func `it is the same in every process`() throws {
        #expect(try digest(#"[{"id": 1, "name": "é"}]"#) == "13c3df5819c2ac4b")
    }

    @Test func `pages that differ in anything have others`() throws {
        var random = SeededRandom(seed: 3)
        var seen: Set<String> = []
        for _ in 0..<5_000 {
            let page = (0..<3).map { _ in "{\"v\":\(random.below(1_000_000_000))}" }.joined(separator: ",")
            seen.insert(try digest("[\(page)]"))
        }
        #expect(seen.count == 5_000)
    }
}
