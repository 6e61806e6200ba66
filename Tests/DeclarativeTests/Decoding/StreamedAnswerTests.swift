import CSV
import Connector
import JSON
import TestSupport
import Testing

@testable import Declarative
@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct StreamedAnswerTests {
    private static func cut(_ text: String, _ random: inout SeededRandom) -> [[UInt8]] {
        var rest = Array(text.utf8)[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(40))
            rest = rest.dropFirst(piece.count)
            pieces.append(Array(piece))
        }
        return pieces
    }

    @Test func `a stream yields the records of the whole`() async throws {
        var random = SeededRandom(seed: 77)
        let rows = (0..<30).map { "{\"id\":\($0),\"name\":\"é\($0)\"}" }
        let json = "{\"next\":\"t\",\"data\":{\"items\":[\(rows.joined(separator: ", "))],\"total\":30},\"end\":true}"
        let csv = "id,name\n" + (0..<30).map { "\($0),\"é\n\($0)\"\n" }.joined()
        let xml = "<r><n>t</n>" + (0..<30).map { "<i id=\"\($0)\"><a>é</a></i>" }.joined() + "</r>"
        let cases: [(String, RecordDecoder)] = [
            (json, .json(path: try JSONPath("data.items"))), (json, .json(path: try JSONPath("$.data.items[*]"))),
            (json, .json(path: try JSONPath("$.data.items[?@.id > 3]"))), (json, .json(path: nil)),
            (json, .json(path: try JSONPath("data.total2"))), ("[\(rows.joined(separator: ","))]", .json(path: nil)),
            ("[[1,2],3,null]", .json(path: nil)), ("{\"data\":{\"id\":1}}", .json(path: try JSONPath("data"))),
            ("{\"data\":null}", .json(path: try JSONPath("data"))), ("   ", .json(path: try JSONPath("data"))),
            ("{\"data\":{\"a\":{\"x\":1},\"b\":{\"x\":2}}}", .json(path: try JSONPath("$.data[*]"))),
            (rows.joined(separator: "\n"), .jsonLines), (csv, .csv(.standard)), (xml, .xml(path: ["r", "i"])),
        ]
        for (text, decoder) in cases {
            let whole = try await Outcome.whole(Array(text.utf8), decoder)
            let streamed = try await Outcome.streamed(Self.cut(text, &random), decoder)
            #expect(streamed.records == whole.records, "\(decoder)")
            #expect((streamed.fault == nil) == (whole.fault == nil), "\(decoder)")
        }
    }

    @Test func `what stood around the records is there at the end`() async throws {
        let text = Array(#"{"next":"t","data":[{"a":1},{"a":2}],"total":2}"#.utf8)
        let decoder = RecordDecoder.json(path: try JSONPath("data"))
        let streamed = try await Outcome.streamed([text], decoder)
        #expect(streamed == Outcome(records: [#"{"a":1}"#, #"{"a":2}"#], body: #"{"next":"t","data":[],"total":2}"#))
        let kept = try await Outcome.streamed([text], decoder, keepsBody: true)
        #expect(kept.body == String(decoding: text, as: UTF8.self))
    }

    @Test func `a large answer comes in small batches`() async throws {
        let row = "{\"id\":1,\"text\":\"\(String(repeating: "x", count: 600))\"}"
        let text = Array(("{\"data\":[" + Array(repeating: row, count: 5_000).joined(separator: ",") + "]}").utf8)
        let streamed = try await Outcome.streamed([text], .json(path: try JSONPath("data")))
        #expect(streamed.records.count == 5_000)
        #expect(streamed.largestBatch < 500)
    }

    @Test func `a connection that breaks off says so`() async throws {
        let text = Array(#"{"data":[{"a":1},{"a":2}"#.utf8)
        let outcome = try await Outcome.streamed([text], .json(path: try JSONPath("data")), isCut: true)
        guard case .interrupted(let error) = outcome.fault else { return #expect(Bool(false)) }
        #expect(error.kind == .truncated)
        let kept = try await Outcome.streamed([text], .json(path: nil), keepsBody: true, isCut: true)
        guard case .interrupted = kept.fault else { return #expect(Bool(false)) }
    }

    @Test func `a body that is cut before it was sent is truncated`() async throws {
        let outcome = try await Outcome.streamed(
            [Array(#"{"data":[{"a":1},{"a":2}"#.utf8)], .json(path: try JSONPath("data")))
        guard case .truncated = outcome.fault else { return #expect(Bool(false)) }
    }

    @Test func `a page for people is called one before it is read`() async throws {
        let page = [Array("<!doctype html><title>x</title>".utf8)]
        for decoder in [.json(path: try JSONPath("data")), .jsonLines, .csv(.standard)] as [RecordDecoder] {
            let outcome = try await Outcome.streamed(page, decoder, type: "text/html")
            guard case .malformed(let failure) = outcome.fault else { return #expect(Bool(false)) }
            #expect(failure.message.contains("answered with an HTML page instead of"))
        }
    }
}
