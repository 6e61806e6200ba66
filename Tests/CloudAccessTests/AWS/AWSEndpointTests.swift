import HTTPClient
import Testing

@testable import CloudAccess

@Suite struct AWSEndpointTests {
    private func url(_ region: String, _ environment: [String: String] = [:]) throws -> String {
        try AWSEndpoint("ssm", identifier: "SSM", region: region, AWSEnvironment(environment)).url.description
    }

    @Test func `each part of AWS has hosts of its own`() throws {
        #expect(try url("eu-west-1") == "https://ssm.eu-west-1.amazonaws.com/")
        #expect(try url("cn-north-1") == "https://ssm.cn-north-1.amazonaws.com.cn/")
        #expect(try url("us-iso-east-1") == "https://ssm.us-iso-east-1.c2s.ic.gov/")
        #expect(try url("us-isob-east-1") == "https://ssm.us-isob-east-1.sc2s.sgov.gov/")
        #expect(throws: AccessError.self) { try url("no region") }
    }

    @Test func `variables name others, the most special of them first`() throws {
        var environment = ["AWS_ENDPOINT_URL": "http://all:1", "AWS_ENDPOINT_URL_STS": "http://tokens"]
        #expect(try url("eu-west-1", environment) == "http://all:1/")
        environment["AWS_ENDPOINT_URL_SSM"] = "http://parameters/x"
        #expect(try url("eu-west-1", environment) == "http://parameters/x")
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "True"
        #expect(try url("eu-west-1", environment) == "https://ssm.eu-west-1.amazonaws.com/")
    }

    @Test func `tokens come from the region, or from the one place for all`() throws {
        func tokens(_ region: String?, _ environment: [String: String] = [:]) throws -> String {
            let endpoint = try AWSEndpoint.tokens(region: region, AWSEnvironment(environment))
            return "\(endpoint.url) \(endpoint.region)"
        }
        #expect(try tokens("eu-west-1") == "https://sts.eu-west-1.amazonaws.com/ eu-west-1")
        #expect(try tokens("us-east-1") == "https://sts.us-east-1.amazonaws.com/ us-east-1")
        #expect(try tokens(nil) == "https://sts.amazonaws.com/ us-east-1")
        #expect(try tokens(nil, ["AWS_ENDPOINT_URL_STS": "http://here:1"]) == "http://here:1/ us-east-1")
    }
}
