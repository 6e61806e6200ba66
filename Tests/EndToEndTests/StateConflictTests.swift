import Foundation
import JSON
import TestSupport
import Testing

/// Two `curlew read` from one state in a bucket.
@Suite(.enabled(if: MotoServer.isInstalled, "\(MotoServer.absence)")) struct StateConflictTests {
    private let moto: MotoServer
    private let bucket = "lake-\(UUID().uuidString.lowercased())"

    init() throws {
        moto = try MotoServer.checking.get()
        try moto.call("s3", "create_bucket", ["Bucket": bucket])
    }

    private func start(_ arguments: [String], folder: String) throws -> RunningProgram {
        let places = [
            "--format", "parquet", "--output", "s3://\(bucket)/\(folder)", "--state", "s3://\(bucket)/state.json",
        ]
        return try RunningProgram(
            "curlew", ["read"] + places + arguments,
            environment: [
                "AWS_ACCESS_KEY_ID": moto.user.accessKeyID, "AWS_SECRET_ACCESS_KEY": moto.user.secretAccessKey,
                "AWS_REGION": MotoServer.region, "AWS_ENDPOINT_URL_S3": moto.url,
            ])
    }

    private func keys() throws -> [String] {
        let page = try moto.call("s3", "list_objects_v2", ["Bucket": bucket])
        return (page["Contents"] as? [[String: Any]] ?? []).compactMap { $0["Key"] as? String }
    }

    @Test func `while one reads the other ends at once, and leaves nothing`() throws {
        let (isReading, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let gate: @Sendable (Int) -> Void = { page in
            guard page == 2 else { return }
            isReading.signal()
            _ = mayGoOn.wait(timeout: .now() + 30)
        }
        try Orchard.with(pages: 3, beforePage: gate) { _, arguments in
            let first = try start(arguments, folder: "first")
            #expect(isReading.wait(timeout: .now() + 30) == .success)
            let second = try start(arguments, folder: "second")
            #expect(try second.read { $0["type"] == "SYNC_SUMMARY" })
            let summary = second.messages.last?["summary"]
            #expect(summary?["error_kind"] == "state_conflict")
            let message = "s3://\(bucket)/state.json: another run has this state until "
            #expect(summary?["error"]?.string?.hasPrefix(message) == true)
            #expect(try second.end() == 1)
            mayGoOn.signal()
            #expect(try first.end() == 0)
            let keys = try keys()
            #expect(keys.count == 3 && keys.contains("state.json"))
            #expect(keys.filter { $0.hasPrefix("first/") }.count == 2)
        }
    }
}
