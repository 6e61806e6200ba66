import Connector
import JSON
import Testing

@testable import Declarative
@testable import HTTPClient

@Suite struct AnswerJudgeTests {
    private func judge(
        _ status: Int, _ body: String? = nil, rules: [ErrorPolicy.Rule] = [], strategy: ErrorPolicy.Action = .fail,
        expected: [Int]? = nil, headers: HTTPHeaders = []
    ) throws -> Judgement {
        let head = HTTPResponseHead(
            status: status, headers: headers, url: try HTTPURL("https://api.example.com/v1/items?key=hidden"))
        let judge = AnswerJudge(
            policy: ErrorPolicy(strategy: strategy, rules: rules), http: HTTPPolicy(), expectedStatuses: expected)
        return judge.judge(head, body: try body.map { try JSONDocument.parse($0).root })
    }

    @Test(arguments: [200, 201, 204, 299]) func `success is accepted`(status: Int) throws {
        #expect(try judge(status) == .accept)
        #expect(try judge(status, strategy: .skip) == .accept)
    }

    @Test(arguments: [429, 500, 502, 503, 504]) func `the retry statuses are repeated, then judged`(status: Int) throws
    {
        guard case .retry(let failure, let otherwise) = try judge(status) else { return #expect(Bool(false)) }
        #expect(failure.kind == (status == 429 ? .rateLimit : .source))
        #expect(failure.mayRetry)
        #expect(otherwise == .fail(failure))
        let skipped = try judge(status, strategy: .skip)
        #expect(
            skipped
                == .retry(
                    failure,
                    otherwise: .skip(note: "https://api.example.com/v1/items?key=*** answered with status \(status).")))
    }

    @Test(arguments: [301, 400, 404, 410, 418, 501]) func `other statuses are for the strategy`(status: Int) throws {
        guard case .fail(let failure) = try judge(status) else { return #expect(Bool(false)) }
        #expect(failure.message == "https://api.example.com/v1/items?key=*** answered with status \(status).")
        #expect(failure.kind == .source)
        #expect(failure.mayRetry == (status == 501))
        #expect(try judge(status, strategy: .skip) == .skip(note: failure.message))
        #expect(try judge(status, strategy: .retry) == .retry(failure, otherwise: .fail(failure)))
    }

    @Test func `refused credentials are told apart`() throws {
        for status in [401, 403] {
            guard case .fail(let failure) = try judge(status) else { return #expect(Bool(false)) }
            #expect(failure.kind == .auth)
            #expect(failure.hint != nil)
        }
    }

    @Test(arguments: [HTTPHeader("Retry-After", "60"), HTTPHeader("x-ratelimit-remaining", "0")])
    func `limits that are kept by a status for something else are told apart`(header: HTTPHeader) throws {
        guard case .retry(let failure, _) = try judge(403, headers: [header]) else { return #expect(Bool(false)) }
        #expect(failure.kind == .rateLimit && failure.mayRetry && failure.hint == nil)
    }

    @Test func `rules come first, on every status, and the first that fits counts`() throws {
        let code = try JSONPath("error.code")
        let rules: [ErrorPolicy.Rule] = [
            .init(statuses: [404], action: .skip, message: "The order was deleted."),
            .init(path: code, value: "RATE", action: .retry), .init(path: code, action: .fail, message: "It says no"),
            .init(statuses: [404], action: .fail),
        ]
        #expect(
            try judge(404, rules: rules)
                == .skip(
                    note: "The order was deleted. (https://api.example.com/v1/items?key=*** answered with status 404).")
        )
        guard case .retry(let failure, otherwise: .fail) = try judge(200, #"{"error": {"code": "RATE"}}"#, rules: rules)
        else { return #expect(Bool(false)) }
        #expect(failure.message.hasSuffix("answered with status 200: RATE."))
        guard case .fail(let refusal) = try judge(200, #"{"error": {"code": null}}"#, rules: rules) else {
            return #expect(Bool(false))
        }
        #expect(refusal.message.hasPrefix("It says no (https://"))
        #expect(try judge(200, #"{"data": []}"#, rules: rules) == .accept)
        #expect(try judge(200, rules: rules) == .accept)
    }

    @Test func `a rule for a status and a place needs both`() throws {
        let rules: [ErrorPolicy.Rule] = [
            .init(statuses: [400, 422], path: try JSONPath("errors[*].code"), value: 17, action: .skip)
        ]
        for (status, body, fits) in [
            (400, #"{"errors": [{"code": 3}, {"code": 17}]}"#, true), (422, #"{"errors": [{"code": "17"}]}"#, true),
            (400, #"{"errors": [{"code": 3}]}"#, false), (500, #"{"errors": [{"code": 17}]}"#, false),
            (400, "{}", false),
        ] {
            let judgement = try judge(status, body, rules: rules)
            if case .skip = judgement { #expect(fits) } else { #expect(!fits) }
        }
    }

    @Test func `a rule for nothing fits nothing`() throws {
        #expect(try judge(200, "{}", rules: [.init(action: .fail)]) == .accept)
    }

    @Test func `a check may expect another status`() throws {
        #expect(try judge(404, expected: [200, 404]) == .accept)
        #expect(try judge(204, expected: [200]) != .accept)
    }

    @Test(
        arguments: [
            (#"{"message": "No such thing"}"#, "No such thing"),
            (#"{"error": {"message": "Bad key", "code": 1}}"#, "Bad key"),
            (#"{"error": "invalid_grant", "error_description": "Expired"}"#, "Expired"),
            (#"{"errors": [{"code": 9, "message": "First"}, {"message": "Second"}]}"#, "First"),
            (#"[{"errorCode": "X", "message": "Malformed"}]"#, "Malformed"),
            (#"{"Error": {"Code": "AccessDenied", "Message": "Access Denied"}}"#, "Access Denied"),
            (#"{"Fault": {"faultstring": "Wrong"}}"#, "Wrong"), (#"{"message": "two\nlines"}"#, "two lines"),
            (#"{"message": "", "detail": "Look here"}"#, "Look here"),
        ])
    func `what the API says is told`(body: String, text: String) throws {
        guard case .fail(let failure) = try judge(400, body) else { return #expect(Bool(false)) }
        #expect(failure.message == "https://api.example.com/v1/items?key=*** answered with status 400: \(text).")
    }

    @Test(arguments: ["{}", "[]", "7", "null", #"{"message": {"a": 1, "b": 2}}"#, #"{"ok": false}"#])
    func `where it says nothing there is nothing to tell`(body: String) throws {
        guard case .fail(let failure) = try judge(400, body) else { return #expect(Bool(false)) }
        #expect(failure.message == "https://api.example.com/v1/items?key=*** answered with status 400.")
    }

    @Test func `a long text is cut`() throws {
        let text = String(repeating: "é", count: 5_000)
        guard case .fail(let failure) = try judge(400, "{\"message\": \"\(text)\"}") else {
            return #expect(Bool(false))
        }
        #expect(failure.message.unicodeScalars.count < 400)
    }
}
