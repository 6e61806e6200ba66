import Connector
import Testing

@testable import Destinations

@Suite struct SecretReferenceTests {
    @Test func `names and members are told apart`() throws {
        let plain = try #require(SecretReference("secretsmanager:prod/stripe"))
        #expect(plain.keeper == .secretsManager)
        #expect(plain.name == "prod/stripe")
        #expect(plain.member == nil)
        let member = try #require(SecretReference("ssm:/prod/all#stripe"))
        #expect(member.keeper == .parameterStore)
        #expect(member.name == "/prod/all")
        #expect(member.member == "stripe")
        let arn = SecretReference("secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf")
        #expect(arn?.name == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf")
        #expect(SecretReference("config.json") == nil)
        #expect(SecretReference("s3://lake/config.json") == nil)
    }

    @Test func `a member is picked, an object or a text`() throws {
        let secret = Array(#"{"stripe": {"api_key": "sk_1"}, "text": "{\"a\": 1}", "n": 7}"#.utf8)
        func pick(_ member: String) throws -> String {
            let reference = try #require(SecretReference("ssm:x#\(member)"))
            return String(decoding: try reference.pick(from: secret), as: UTF8.self)
        }
        #expect(try pick("stripe") == #"{"api_key":"sk_1"}"#)
        #expect(try pick("text") == #"{"a": 1}"#)
        #expect(try pick("n") == "7")
        #expect(try SecretReference("ssm:x")?.pick(from: secret) == secret)
    }

    @Test func `no fault shows what is secret`() throws {
        let missing = #expect(throws: Failure.self) {
            try SecretReference("ssm:x#b")?.pick(from: Array(#"{"a": "hush"}"#.utf8))
        }
        #expect(missing == Failure(.config, "ssm:x has no member `b`", hint: "it has `a`"))
        let text = #expect(throws: Failure.self) { try SecretReference("ssm:x#b")?.pick(from: Array("hush".utf8)) }
        #expect(text == Failure(.config, "ssm:x is not JSON, so that it has no member `b`"))
    }
}
