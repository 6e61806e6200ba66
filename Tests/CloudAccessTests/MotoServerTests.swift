import CloudAccess
import DateTime
import Foundation
import HTTPClient
import Signing
import TestSupport
import Testing

@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)"))
struct MotoServerTests {
    private func status(_ moto: MotoServer, secret: String) async throws -> Int {
        let session = HTTPSession(.init(userAgent: "curlew/test"))
        let credentials = AWSCredentials(accessKeyID: moto.user.accessKeyID, secretAccessKey: secret)
        var request = HTTPRequest(
            .post, try HTTPURL(moto.url + "/"),
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("Action=GetCallerIdentity&Version=2011-06-15".utf8))
        request.sign(
            with: SignatureV4(region: MotoServer.region, service: "sts", credentials: credentials), at: .now())
        return try await session.response(to: request).status
    }

    @Test func `a right signature is taken and a wrong one is not`() async throws {
        let moto = try MotoServer.checking.get()
        #expect(try await status(moto, secret: moto.user.secretAccessKey) == 200)
        #expect(try await status(moto, secret: "wrong") == 403)
    }

    @Test func `calls reach it, and their errors come back`() throws {
        let moto = try MotoServer.checking.get()
        let made = try moto.call(
            "secretsmanager", "create_secret", ["Name": "moto-test", "SecretBinary": ["base64": "AP8="]])
        #expect(made["Name"] as? String == "moto-test")
        let read = try moto.call("secretsmanager", "get_secret_value", ["SecretId": "moto-test"])
        #expect(read["SecretBinary"] as? [String: String] == ["base64": "AP8="])
        #expect(throws: MotoServer.Failure.self) {
            try moto.call("secretsmanager", "get_secret_value", ["SecretId": "x"])
        }
    }

    @Test func `a reset forgets everything`() async throws {
        let moto = try MotoServer(checksSignatures: true)
        try moto.call("s3", "create_bucket", ["Bucket": "lake"])
        let before = moto.user.accessKeyID
        try moto.reset()
        #expect(moto.user.accessKeyID != before)
        #expect((try moto.call("s3", "list_buckets")["Buckets"] as? [Any])?.isEmpty == true)
        #expect(try await status(moto, secret: "wrong") == 403)
    }
}
