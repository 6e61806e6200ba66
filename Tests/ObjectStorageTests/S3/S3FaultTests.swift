import CloudAccess
import DateTime
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import ObjectStorage

/// What a person reads when a bucket cannot be used, from a server that checks signatures and policies.
@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)")) struct S3FaultTests {
    private let moto: MotoServer
    private let bucket = "lake-\(UUID().uuidString.lowercased())"

    init() throws {
        moto = try MotoServer.checking.get()
        try moto.call("s3", "create_bucket", ["Bucket": bucket])
    }

    private func fault(
        _ changes: [String: String] = [:], bucket: String? = nil,
        _ body: (any ObjectStore) async throws(StoreError) -> Void = { (store) async throws(StoreError) in
            _ = try await store.put("a", [1], as: .bytes, if: .isAbsent)
        }
    ) async throws -> StoreError? {
        var environment = [
            "AWS_ACCESS_KEY_ID": moto.user.accessKeyID, "AWS_SECRET_ACCESS_KEY": moto.user.secretAccessKey,
            "AWS_REGION": MotoServer.region, "AWS_ENDPOINT_URL_S3": moto.url,
        ]
        environment.merge(changes) { $1 }
        let store = try ObjectStores.testing(environment).store(at: "s3://\(bucket ?? self.bucket)")
        do throws(StoreError) {
            try await body(store)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a wrong secret`() async throws {
        let error = try await fault(["AWS_SECRET_ACCESS_KEY": "wrong-wrong-wrong"])
        #expect(
            error
                == StoreError(
                    .credentials,
                    "cannot write s3://\(bucket)/a: the secret access key is wrong: SignatureDoesNotMatch (403)",
                    hint: "correct AWS_SECRET_ACCESS_KEY, or the profile it comes from"))
    }

    @Test func `an unknown key`() async throws {
        let error = try await fault(["AWS_ACCESS_KEY_ID": "AKIAUNKNOWNUNKNOWN00"])
        #expect(
            error
                == StoreError(
                    .credentials,
                    "cannot write s3://\(bucket)/a: the store does not know the access key: InvalidAccessKeyId (403)",
                    hint: "correct AWS_ACCESS_KEY_ID, or the profile it comes from"))
    }

    @Test func `a bucket that is not there`() async throws {
        let missing = "no-\(bucket)"
        let expected = StoreError(
            .missing, "cannot write s3://\(missing)/a: there is no bucket \(missing)",
            hint: "create it, or correct the name")
        #expect(try await fault(bucket: missing) == expected)
        let read = try await fault(bucket: missing) { (store) async throws(StoreError) in
            _ = try await store.get("a", limit: 1)
        }
        #expect(read?.kind == .missing)
        let upload = try await fault(bucket: missing) { (store) async throws(StoreError) in
            let upload = try await store.upload("a", as: .bytes)
            try await upload.write([UInt8](repeating: 1, count: 6 << 20))
            try await upload.publish()
        }
        #expect(upload == expected)
    }

    @Test func `a user who may only read`() async throws {
        let policy = """
            {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]}
            """
        let reader = try moto.newUser("reader-\(UUID().uuidString)", policy: policy)
        let keys = ["AWS_ACCESS_KEY_ID": reader.accessKeyID, "AWS_SECRET_ACCESS_KEY": reader.secretAccessKey]
        #expect(
            try await fault(keys)
                == StoreError(
                    .denied, "cannot write s3://\(bucket)/a: the credentials do not allow it: AccessDenied (403)",
                    hint: "allow s3:PutObject on s3://\(bucket)"))
        #expect(
            try await fault(keys) { (store) async throws(StoreError) in _ = try await store.get("a", limit: 1) } == nil)
    }

    @Test func `no credentials at all`() async throws {
        let error = try await fault(["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
        #expect(error?.kind == .credentials)
        #expect(error?.message.hasPrefix("cannot write s3://\(bucket)/a: ") == true)
    }

    @Test func `nobody at home`() async throws {
        let error = try await fault(["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"])
        #expect(error?.kind == .unavailable)
        #expect(error?.message.hasSuffix("(tried 8 times)") == true)
    }
}
