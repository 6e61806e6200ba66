import JSON
import Testing

@testable import Declarative
@testable import HTTPClient

@Suite struct AnswerJudgeTests {
    private func judge(
        _ status: Int, _ body: String? = nil, rules: [ErrorPolicy.Rule] = [], strategy: ErrorPolicy.Action = .fail,
        headers: HTTPHeaders = []
    ) throws -> Judgement {
        let head = HTTPResponseHead(
            status: status, headers: headers, url: try HTTPURL("https://api.example.com/v1/items?key=hidden"))
        let judge = AnswerJudge(
            policy: ErrorPolicy(strategy: strategy, rules: rules), http: HTTPPolicy())
        return judge.judge(head, body: try body.map { try JSONDocument.parse($0).root })
    }

    @Test(arguments: [200, 201, 204, 299]) func `success is accepted`(status: Int) throws {
        #expect(try judge(status) == .accept)
        #expect(try judge(status, strategy: .skip) == .accept)
    }

    @Test(arguments: [429, 500, 502, 503, 504]) func `the retry statuses are repeated`(status: Int) throws {
        #expect(try judge(status) == .retry(saying: nil))
        #expect(try judge(status, strategy: .skip) == .retry(saying: nil))
    }

    @Test(arguments: [301, 400, 403, 404, 410, 418, 501])
    func `other statuses are for the strategy`(status: Int) throws {
        #expect(try judge(status) == .fail(saying: nil))
        #expect(try judge(status, strategy: .skip) == .skip(saying: nil))
        #expect(try judge(status, strategy: .retry) == .retry(saying: nil))
    }

    @Test(arguments: [401, 407], [ErrorPolicy.Action.fail, .skip, .retry])
    func `wrong credentials are the end, unless a rule says otherwise`(
        status: Int, strategy: ErrorPolicy.Action
    ) throws {
        #expect(try judge(status, strategy: strategy) == .fail(saying: nil))
        #expect(try judge(status, rules: [.init(statuses: [status], action: .skip)]) == .skip(saying: nil))
    }

    @Test(arguments: [HTTPHeader("Retry-After", "60"), HTTPHeader("x-ratelimit-remaining", "0")])
    func `limits that are kept by a status for something else are told apart`(header: HTTPHeader) throws {
        #expect(try judge(403, headers: [header]) == .retry(saying: nil))
        let forbidden = ErrorPolicy.Rule(statuses: [403, 404], action: .skip, message: "Not for you.")
        #expect(try judge(403, rules: [forbidden], headers: [header]) == .retry(saying: nil))
        #expect(try judge(403, rules: [forbidden]) == .skip(saying: "Not for you."))
    }

    @Test func `rules come first, on every status, and the first that fits counts`() throws {
        let code = try JSONPath("error.code")
        let rules: [ErrorPolicy.Rule] = [
            .init(statuses: [404], action: .skip, message: "The order was deleted."),
            .init(path: code, value: "RATE", action: .retry), .init(path: code, action: .fail, message: "It says no"),
            .init(statuses: [404], action: .fail),
        ]
        #expect(try judge(404, rules: rules) == .skip(saying: "The order was deleted."))
        #expect(try judge(200, #"{"error": {"code": "RATE"}}"#, rules: rules) == .retry(saying: nil))
        #expect(try judge(200, #"{"error": {"code": null}}"#, rules: rules) == .fail(saying: "It says no"))
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
}
