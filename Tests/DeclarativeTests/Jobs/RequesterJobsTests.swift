import Connector
import DateTime
import HTTPClient
import JSON
import Testing

@testable import Declarative

@Suite struct RequesterJobsTests {
    /// Answers every request alike.
    private struct OneAnswer: Transport {
        var status: Int
        var body: String

        func answer(to request: HTTPRequest, collecting limit: Int) async throws(HTTPError) -> Answer {
            let head = HTTPResponseHead(status: status, headers: HTTPHeaders(), url: request.url)
            return Answer(head: head, body: .whole(PaddedBytes(body)))
        }
    }

    private func document(
        _ status: Int, _ body: String, missing statuses: Set<Int> = [400, 404, 410]
    ) async throws -> JSONDocument? {
        let requester = Requester(
            HTTPPolicy(), transport: OneAnswer(status: status, body: body),
            environment: SourceEnvironment(now: .unixEpoch))
        let draft = RequestDraft(.get, url: "https://api.example.com/jobs/1?key=k")
        return try await requester.document(for: draft, until: Deadline(), missing: statuses)
    }

    @Test func `an answer is a document`() async throws {
        #expect(try await document(200, #"{"state":"done"}"#)?.root["state"]?.string == "done")
        #expect(try await document(201, "[]", missing: [])?.root.count == 0)
    }

    @Test(arguments: [400, 404, 410])
    func `some statuses mean that there is no job`(_ status: Int) async throws {
        #expect(try await document(status, #"{"message":"gone"}"#) == nil)
        #expect(try await document(status, "<html>") == nil)
        await #expect(throws: RequestFault.self) { try await document(status, "{}", missing: []) }
    }

    @Test func `other statuses, and answers that are no JSON, are failures`() async throws {
        await #expect(throws: RequestFault.self) { try await document(403, "{}") }
        let fault = await #expect(throws: RequestFault.self) { try await document(200, "") }
        #expect(
            fault == .failed(Failure(.data, "GET https://api.example.com/jobs/1?key=***: the answer is not JSON")))
    }
}
