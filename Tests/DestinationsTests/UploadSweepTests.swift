import Connector
import DateTime
import Foundation
import ObjectStorage
import Synchronization
import TestSupport
import Testing

@testable import Destinations

/// Uploads that nobody goes on with, in a store without folders.
@Suite struct UploadSweepTests {
    private final class Bucket: ObjectStore {
        let uploads: Mutex<[UnfinishedUpload]>
        let failure: StoreError?

        init(_ keys: [String], failure: StoreError? = nil) {
            uploads = Mutex(keys.map { UnfinishedUpload(key: $0, id: $0) })
            self.failure = failure
        }

        func unfinishedUploads(
            in folder: String, beginningWith prefix: String
        ) async throws(StoreError) -> [UnfinishedUpload] {
            if let failure { throw failure }
            let beginning = folder.isEmpty ? prefix : "\(folder)/\(prefix)"
            return uploads.withLock { $0.filter { $0.key.hasPrefix(beginning) } }
        }

        func abandon(_ upload: UnfinishedUpload) async throws(StoreError) {
            uploads.withLock { $0.removeAll { $0 == upload } }
        }

        func location(of key: String) -> String { key }
        func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload {
            throw StoreError(.unexpected, "nothing is written here")
        }
        func put(
            _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
        ) async throws(StoreError) -> ObjectVersion { ObjectVersion("") }
        func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject? { nil }
        func head(_ key: String) async throws(StoreError) -> ObjectDescription? { nil }
        func folders(in folder: String) async throws(StoreError) -> [String] { [] }
        func objects(in folder: String, beginningWith prefix: String) async throws(StoreError) -> [String] { [] }
        func delete(_ keys: [String]) async throws(StoreError) {}
    }

    private static let foreign = [
        "trees/dt=1970-01-01/part-OTHER-0-aaaaaa-000001.parquet",
        "trees/dt=1970-01-02/part-SYNC-0-aaaaaa-000001.parquet",
        "part-SYNC-0-aaaaaa-000001.parquet", "trees/dt=1970-01-01/notes",
    ]
    private static let own = [
        "trees/dt=1970-01-01/part-SYNC-0-aaaaaa-000001.parquet",
        "a%2Fb/dt=1970-01-01/part-SYNC-0-bbbbbb-000007.parquet",
    ]

    private func sink(into bucket: Bucket) -> ParquetSink {
        ParquetSink(ParquetSettings(FileOptions(folder: "", connector: "paged")), into: bucket)
    }

    private func attempt(isFirst: Bool) -> SyncAttempt {
        SyncAttempt(syncID: "SYNC", startedAt: .unixEpoch, id: "aaaaaa", isFirst: isFirst)
    }

    @Test func `those of a sync are taken back when it ends, also where its folders have nothing else`() async throws {
        for isFirst in [true, false] {
            let bucket = Bucket(Self.foreign + Self.own)
            let sink = sink(into: bucket)
            try await sink.begin(attempt(isFirst: isFirst))
            if !isFirst { #expect(bucket.uploads.withLock { $0.map(\.key) } == Self.foreign) }
            bucket.uploads.withLock { $0.append(UnfinishedUpload(key: Self.own[0], id: "late")) }
            try await sink.end()
            #expect(bucket.uploads.withLock { $0.map(\.key) } == Self.foreign)
        }
    }

    @Test func `a sync of a single run does not need them listed`() async throws {
        let denied = sink(into: Bucket([], failure: StoreError(.denied, "no")))
        try await denied.begin(attempt(isFirst: true))
        try await denied.end()
        let failing = sink(into: Bucket([], failure: StoreError(.unavailable, "busy")))
        try await failing.begin(attempt(isFirst: true))
        // The next run of the sync tries again.
        await #expect(throws: Failure(.destination, "busy", mayRetry: true)) { try await failing.end() }
    }
}
