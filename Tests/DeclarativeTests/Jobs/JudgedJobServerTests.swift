import Connector
import DateTime
import HTTPClient
import JSON
import Testing

@testable import Declarative

@Suite struct JudgedJobServerTests {
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
        _ status: Int, _ body: String, missing statuses: Set<Int> = [400, 404, 410], policy: ErrorPolicy = ErrorPolicy()
    ) async throws -> JSONDocument? {
        let requester = Requester(
            HTTPPolicy(), transport: OneAnswer(status: status, body: body),
            environment: SourceEnvironment(now: .unixEpoch))
        let draft = RequestDraft(.get, url: "https://api.example.com/jobs/1?key=k")
        let server = JudgedJobServer(requester: requester, judge: AnswerJudge(policy: policy, http: HTTPPolicy()))
        return try await server.document(for: draft, until: Deadline(), missing: statuses)
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

    @Test func `the rules of the stream are for its jobs, too`() async throws {
        let rules: [ErrorPolicy.Rule] = [
            .init(
                path: try JSONPath("$[0].errorCode"), value: "INVALID_TYPE", action: .skip, message: "No such object."),
            .init(statuses: [400], action: .fail, message: "The query is wrong."),
        ]
        let policy = ErrorPolicy(rules: rules)
        let left = await #expect(throws: RequestFault.self) {
            try await document(
                400, #"[{"errorCode":"INVALID_TYPE","message":"no Gone__c"}]"#, missing: [], policy: policy)
        }
        #expect(
            left
                == .leftOut(
                    note:
                        "No such object. (GET https://api.example.com/jobs/1?key=***: HTTP 400 Bad Request: no Gone__c)"
                ))
        let failed = await #expect(throws: RequestFault.self) {
            try await document(400, #"[{"errorCode":"MALFORMED_QUERY"}]"#, missing: [], policy: policy)
        }
        if case .failed(let failure) = failed {
            #expect(failure.message.hasPrefix("The query is wrong. (GET"))
        } else {
            Issue.record("it did not fail")
        }
        let skipped = await #expect(throws: RequestFault.self) {
            try await document(409, "{}", missing: [], policy: ErrorPolicy(strategy: .skip))
        }
        if case .leftOut = skipped {} else { Issue.record("it was not left out") }
    }
}
