import Signing
import TestSupport
import Testing

@testable import CloudAccess

/// Secrets and parameters, from a server that says what a test wants.
@Suite struct AWSServiceTests {
    private let bench = AccessBench()

    private func access(_ server: RecordingServer, _ more: [String: String] = [:]) -> AWSAccess {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_SESSION_TOKEN": "session",
            "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": server.url(),
        ]
        return bench.access(environment.merging(more) { $1 })
    }

    @Test func `a secret is asked for in one signed call`() async throws {
        let server = try RecordingServer { _, _ in .init(text: #"{"Name": "s", "SecretString": "text"}"#) }
        #expect(try await access(server).secret("a \"secret\"") == "text")
        let request = try #require(server.requests.first)
        #expect(server.targets == ["POST /"])
        #expect(request.text == #"{"SecretId":"a \"secret\""}"#)
        #expect(request.headers["x-amz-target"] == "secretsmanager.GetSecretValue")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(
            request.headers["authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/secretsmanager/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, ") == true)
    }

    @Test func `a binary secret is bytes, and text if it is one`() async throws {
        let server = try RecordingServer { _, number in
            .init(text: #"{"SecretBinary": "\#(number == 0 ? "dGV4dA==" : "/wA=")"}"#)
        }
        #expect(try await access(server).secret("s") == "text")
        #expect(try await access(server).secretBytes("s") == [0xFF, 0])
        let binary = await failure { () throws(AccessError) in try await access(server).secret("s") }
        #expect(binary == AccessError(.configuration, "the secret `s` is binary: expected a text"))
    }

    @Test func `a parameter is asked for decrypted`() async throws {
        let server = try RecordingServer { _, _ in .init(text: #"{"Parameter": {"Name": "/a", "Value": "v"}}"#) }
        #expect(try await access(server).parameter("/a") == "v")
        let request = try #require(server.requests.first)
        #expect(request.text == #"{"Name":"/a","WithDecryption":true}"#)
        #expect(request.headers["x-amz-target"] == "AmazonSSM.GetParameter")
        #expect(request.headers["authorization"]?.contains("/eu-west-1/ssm/aws4_request") == true)
    }

    @Test func `the region of an ARN counts, and without any there is an error`() async throws {
        let server = try RecordingServer { _, _ in .init(text: #"{"SecretString": "text"}"#) }
        let name = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:stripe-AbCdEf"
        #expect(try await access(server, ["AWS_REGION": ""]).secret(name) == "text")
        #expect(server.requests[0].headers["authorization"]?.contains("/ap-south-1/secretsmanager/") == true)
        #expect(server.requests[0].text == "{\"SecretId\":\"\(name)\"}")
        let lost = await failure { () throws(AccessError) in
            try await access(server, ["AWS_REGION": ""]).secret("stripe")
        }
        #expect(lost?.kind == .configuration)
        #expect(lost?.message == "the secret `stripe` cannot be read: no region of AWS is known")
        #expect(server.requests.count == 1)
    }

    @Test func `each service may have an endpoint of its own`() async throws {
        let server = try RecordingServer { _, _ in .init(text: #"{"Parameter": {"Value": "v"}, "SecretString": "s"}"#) }
        let own = [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SECRETS_MANAGER": server.url("/secrets"),
            "AWS_ENDPOINT_URL_SSM": server.url("/parameters"),
        ]
        _ = try await access(server, own).secret("s")
        _ = try await access(server, own).parameter("p")
        #expect(server.targets == ["POST /secrets", "POST /parameters"])
    }

    @Test func `a busy service is asked three times, signed anew`() async throws {
        let server = try RecordingServer { [bench] _, number in
            bench.advance(seconds: 1)
            switch number {
            case 0: return .init(status: "400 Bad Request", text: #"{"__type": "ThrottlingException"}"#)
            case 1: return .init(status: "503 Busy", headers: ["Retry-After: 3"])
            default: return .init(text: #"{"SecretString": "text"}"#)
            }
        }
        #expect(try await access(server).secret("s") == "text")
        #expect(
            server.requests.map { $0.headers["x-amz-date"] } == [
                "20261121T120000Z", "20261121T120001Z", "20261121T120002Z",
            ])
        #expect(bench.waits == [.milliseconds(300), .seconds(3)])
    }

    @Test func `a service that stays away is unavailable`() async throws {
        let down = try RecordingServer { _, _ in
            .init(status: "500 No", text: #"{"__type": "InternalServiceError", "Message": "sorry"}"#)
        }
        let failing = await failure { () throws(AccessError) in try await access(down).secret("s") }
        #expect(
            failing == AccessError(.unavailable, "the secret `s` cannot be read: InternalServiceError: sorry"))
        #expect(down.requests.count == 3)
        let port = try ScriptedServer.unusedPort()
        let nobody = await failure { () throws(AccessError) in
            try await access(down, ["AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:\(port)"]).parameter("p")
        }
        #expect(nobody?.kind == .unavailable)
        #expect(
            nobody?.message.hasPrefix(
                "the parameter `p` cannot be read: POST http://127.0.0.1:\(port)/: could not connect") == true)
        #expect(bench.waits.count == 4)
    }

    @Test func `an expired token is replaced once`() async throws {
        let server = try RecordingServer { request, _ in
            if request.method == "GET" {
                return .init(text: ContainerCredentialsTests.answer)
            }
            return .init(
                status: "400 Bad Request", text: #"{"__type": "ExpiredTokenException", "message": "old: token"}"#)
        }
        let access = bench.access([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/credentials"), "AWS_ENDPOINT_URL": server.url(),
            "AWS_REGION": "eu-west-1",
        ])
        let expired = await failure { () throws(AccessError) in try await access.secret("s") }
        #expect(
            expired
                == AccessError(
                    .denied,
                    "the secret `s` cannot be read, the credentials are refused: ExpiredTokenException: old: ***",
                    hint: "the credentials have expired or were revoked: renew them"))
        #expect(server.targets == ["GET /credentials", "POST /", "GET /credentials", "POST /"])
    }

    @Test func `nothing of an answer is in an error`() async throws {
        for text in ["{\"SecretString\": \"top secret", "{\"SecretString\": 1}", "{}", "[\"top secret\"]"] {
            let server = try RecordingServer { _, _ in .init(text: text) }
            let strange = await failure { () throws(AccessError) in try await access(server).secret("s") }
            let message = text.hasSuffix("top secret") ? "cannot be read: the answer is not JSON" : "has no value"
            #expect(strange?.message == "the secret `s` \(message)")
            let other = await failure { () throws(AccessError) in try await access(server).parameter("p") }
            #expect(other?.message == "the parameter `p` \(message)")
        }
    }
}
