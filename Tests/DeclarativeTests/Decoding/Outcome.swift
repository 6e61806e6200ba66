import Connector
import JSON
import TestSupport

@testable import Declarative
@testable import HTTPClient

/// What an answer yields: its records as JSON, then its body or the fault.
struct Outcome: Hashable {
    var records: [String]
    var body: String?
    var fault: DecodingFault?
    /// The largest batch.
    var largestBatch = 0

    static func == (left: Outcome, right: Outcome) -> Bool {
        left.records == right.records && left.body == right.body && left.fault == right.fault
    }

    /// An answer that is there as a whole.
    static func answer(_ body: [UInt8], status: Int = 200, type: String? = "application/json") throws -> Answer {
        let headers = HTTPHeaders(type.map { [HTTPHeader("Content-Type", $0)] } ?? [])
        let url = try HTTPURL("https://api.example.com/v1/items?key=hidden")
        return Answer(
            head: HTTPResponseHead(status: status, headers: headers, url: url), body: .whole(PaddedBytes(body)))
    }

    static func whole(
        _ body: [UInt8], _ decoder: RecordDecoder, status: Int = 200, type: String? = "application/json"
    ) async throws -> Outcome {
        var records = AnswerRecords(try answer(body, status: status, type: type), decoder)
        return await read(&records)
    }

    /// What a server's answer yields that is sent in the given pieces; all that is promised is sent unless `isCut`.
    static func streamed(
        _ pieces: [[UInt8]], _ decoder: RecordDecoder, type: String = "application/json", keepsBody: Bool = false,
        isCut: Bool = false
    ) async throws -> Outcome {
        let length = pieces.reduce(0) { $0 + $1.count } + (isCut ? 10 : 0)
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(length)\r\n\r\n")
            for piece in pieces { peer.send(piece) }
        }
        var request = HTTPRequest(.get, try HTTPURL(server.url("/")))
        request.maximumBodySize = .max
        let stream = try await HTTPSession(.init(userAgent: "curlew/test")).stream(of: request)
        let head = stream.head
        let answer = Answer(head: head, body: .stream(consume stream))
        var records = AnswerRecords(answer, decoder, keepsBody: keepsBody)
        return await read(&records)
    }

    private static func read(_ answer: inout AnswerRecords) async -> Outcome {
        var outcome = Outcome(records: [])
        do throws(DecodingFault) {
            while let batch = try await answer.next() {
                outcome.records += batch.views.map(\.description)
                outcome.largestBatch = max(outcome.largestBatch, batch.count)
            }
        } catch {
            outcome.fault = error
        }
        outcome.body = answer.body?.description
        return outcome
    }
}
