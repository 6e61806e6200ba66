import CloudAccess
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import ObjectStorage

@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)")) struct S3StoreTests {
    private let moto: MotoServer

    init() throws {
        moto = try MotoServer.checking.get()
    }

    private func newBucket() throws -> String {
        let name = "lake-\(UUID().uuidString.lowercased())"
        try moto.call("s3", "create_bucket", ["Bucket": name])
        return name
    }

    private func stores(_ changes: [String: String] = [:]) -> ObjectStores {
        var environment = [
            "AWS_ACCESS_KEY_ID": moto.user.accessKeyID, "AWS_SECRET_ACCESS_KEY": moto.user.secretAccessKey,
            "AWS_REGION": MotoServer.region, "AWS_ENDPOINT_URL_S3": moto.url,
        ]
        environment.merge(changes) { $1 }
        return ObjectStores.testing(environment)
    }

    @Test func `a bucket does what every store does`() async throws {
        var store = try #require(try stores().store(at: "s3://\(try newBucket())/some prefix/") as? S3Store)
        store.settings.pageSize = 10
        try await StoreBehaviour(of: store, partSize: 5 << 20, showsUnfinished: true).check()
    }

    @Test func `checksums are sent where they are wanted, and parts may be of one size`() async throws {
        let bucket = try newBucket()
        let store = try stores(["AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported"]).store(at: "r2://\(bucket)")
        let upload = try await store.upload("a", as: .parquet)
        try await upload.write([UInt8](repeating: 7, count: 17 << 20))
        try await upload.publish()
        let head = try moto.call("s3", "head_object", ["Bucket": bucket, "Key": "a"])
        #expect(head["ContentType"] as? String == "application/vnd.apache.parquet")
        #expect(try await store.head("a")?.size == 17 << 20)
    }

    @Test func `what is asked of objects is in them`() async throws {
        let bucket = try newBucket()
        let store = try stores([
            "CURLEW_S3_ENCRYPTION": "aws:kms", "CURLEW_S3_KMS_KEY_ID": "alias/lake",
            "CURLEW_STORAGE_CLASS": "STANDARD_IA",
            "CURLEW_OBJECT_TAGS": "team=data&cost=7",
        ]).store(at: "s3://\(bucket)")
        _ = try await store.put("small", [1], as: .json, if: .always)
        let upload = try await store.upload("large", as: .parquet)
        try await upload.write([UInt8](repeating: 7, count: 6 << 20))
        try await upload.publish()
        for key in ["small", "large"] {
            let head = try moto.call("s3", "head_object", ["Bucket": bucket, "Key": key])
            #expect(head["ServerSideEncryption"] as? String == "aws:kms", "\(key)")
            #expect(head["SSEKMSKeyId"] as? String == "alias/lake", "\(key)")
            #expect(head["StorageClass"] as? String == "STANDARD_IA", "\(key)")
            let tags = try moto.call("s3", "get_object_tagging", ["Bucket": bucket, "Key": key])["TagSet"] as? [Any]
            #expect(tags?.count == 2, "\(key)")
        }
    }
}
