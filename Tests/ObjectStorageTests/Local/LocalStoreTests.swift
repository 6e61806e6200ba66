import Foundation
import TestSupport
import Testing

@testable import ObjectStorage

@Suite struct LocalStoreTests {
    @Test func `no file is overwritten by an upload`() async throws {
        try await withTemporaryFolder { folder in
            let store = LocalStore(folder)
            _ = try store.put("a", Array("old".utf8), as: .bytes, if: .always)
            let upload = try store.upload("a", as: .bytes)
            try await upload.write(Array("new".utf8))
            let error = try await #require(throws: StoreError.self) { try await upload.publish() }
            #expect(error == StoreError(.conflict, "cannot write \(folder)/a: File exists"))
            #expect(try store.get("a", limit: 10)?.bytes == Array("old".utf8))
        }
    }

    @Test func `an upload is hidden until it is published, and listed as unfinished`() async throws {
        try await withTemporaryFolder { folder in
            let store = LocalStore(folder)
            let upload = try store.upload("x/part-1", as: .bytes)
            try await upload.write([1, 2, 3])
            #expect(try store.objects(in: "x", beginningWith: "part-") == [])
            let unfinished = try await store.unfinishedUploads(in: "x", beginningWith: "part-")
            #expect(unfinished == [UnfinishedUpload(key: "x/part-1", id: ".part-1.tmp")])
            #expect(try await store.unfinishedUploads(in: "x", beginningWith: "other") == [])
            try await upload.seal()
            try await upload.publish()
            #expect(try store.objects(in: "x", beginningWith: "part-") == ["part-1"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/x") == ["part-1"])
        }
    }

    @Test func `what was left behind is taken back`() async throws {
        try await withTemporaryFolder { folder in
            let store = LocalStore(folder)
            try await store.upload("x/part-1", as: .bytes).write([1])
            for upload in try await store.unfinishedUploads(in: "x", beginningWith: "") {
                try await store.abandon(upload)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/x") == [])
        }
    }

    @Test func `conditions of a put hold`() throws {
        try withTemporaryFolder { folder in
            let store = LocalStore(folder)
            let first = try store.put("state", [1], as: .json, if: .isAbsent)
            #expect(throws: StoreError.self) { try store.put("state", [2], as: .json, if: .isAbsent) }
            let second = try store.put("state", [2], as: .json, if: .isUnchanged(first))
            let error = try #require(throws: StoreError.self) {
                try store.put("state", [3], as: .json, if: .isUnchanged(first))
            }
            #expect(error.kind == .conflict)
            #expect(try store.get("state", limit: 10)?.version == second)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state"])
        }
    }

    @Test func `a lock is held by one at a time`() throws {
        try withTemporaryFolder { folder in
            let lock = try FileLock(beside: folder + "/x", waits: false)
            let error = try #require(throws: StoreError.self) { try FileLock(beside: folder + "/x", waits: false) }
            #expect(error == StoreError(.conflict, "\(folder)/x is in use by another process"))
            lock.release()
            try FileLock(beside: folder + "/x", waits: false).release()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }
}
