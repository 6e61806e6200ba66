import CloudAccess
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import ObjectStorage

/// Against an emulator that others have written. It looks neither at tokens nor at conditions.
@Suite(.enabled(if: PythonServer.isInstalled, "\(PythonServer.absence)")) struct GCSEmulatorTests {
    private let emulator: PythonServer

    init() throws {
        emulator = try PythonServer("StrictStores/gcs_emulator.py")
    }

    @Test func `objects are written, read, listed and removed`() async throws {
        let environment = ["STORAGE_EMULATOR_HOST": emulator.url]
        let session = testSession()
        var settings = GCSStore.Settings()
        settings.partSize = 256 << 10
        let store = try GCSStore(
            bucket: "lake", root: "root/", environment: environment,
            access: GoogleAccess(environment: environment, session: session), session: session, settings: settings,
            timing: .hasty)
        var random = SeededRandom(seed: 11)
        for size in [0, 5, 700_001] {
            let bytes = random.bytes(size)
            try await upload(bytes, to: "folder/a b \(size)", of: store)
            let object = try #require(try await store.get("folder/a b \(size)", limit: 1 << 20))
            #expect(object.bytes == bytes)
            let description = try #require(try await store.head("folder/a b \(size)"))
            #expect(description.size == size)
            #expect(description.version == object.version)
            #expect(description.mark?.count == 24)
        }
        #expect(try await store.head("folder/none") == nil)
        #expect(try await store.get("folder/none", limit: 1)?.bytes == nil)
        #expect(try await store.objects(in: "folder", beginningWith: "a b").count == 3)
        #expect(try await store.folders(in: "") == ["folder"])
        try await store.delete(["folder/a b 0", "folder/a b 5", "folder/none"])
        #expect(try await store.objects(in: "folder", beginningWith: "") == ["a b 700001"])
    }
}
