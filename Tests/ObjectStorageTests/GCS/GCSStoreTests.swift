import CloudAccess
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import ObjectStorage

@Suite(.enabled(if: PythonServer.isInstalled, "\(PythonServer.absence)")) struct GCSStoreTests {
    private let server: PythonServer
    private let account: String

    init() throws {
        server = try PythonServer("StrictStores/strict_gcs.py")
        account = try #require(server.greeting["account"])
    }

    private func store(_ bucket: String = "lake", root: String = "some prefix/", account: String? = nil) throws
        -> GCSStore
    {
        let environment = ["GOOGLE_SERVICE_ACCOUNT_KEY": account ?? self.account, "GOOGLE_ENDPOINT": server.url]
        let session = testSession()
        var settings = GCSStore.Settings()
        settings.partSize = 256 << 10
        settings.pageSize = 10
        return try GCSStore(
            bucket: bucket, root: root, environment: environment,
            access: GoogleAccess(
                environment: environment, session: session, timing: AccessTiming(sleep: { _ in await Task.yield() })),
            session: session, settings: settings, timing: .hasty)
    }

    @Test func `the strict store is as Google's own client expects`() throws {
        try PythonServer.run("StrictStores/gcs_client.py", ["check", server.url, account])
    }

    @Test func `a bucket does what every store does`() async throws {
        try await StoreBehaviour(of: try store(), partSize: 256 << 10).check()
    }

    @Test(arguments: 1...4) func `whatever fails once or twice is done nevertheless`(seed: Int) async throws {
        let kinds = ["500", "503", "reset", "lost", "truncated", "damaged", "garbled", "partial", "partial-reset"]
        try server.fail(kinds, chance: 0.25, seed: seed)
        try await StoreBehaviour(of: try store(), partSize: 256 << 10, crowd: 11).check()
    }

    @Test func `Google's client reads what was written`() async throws {
        var random = SeededRandom(seed: 9)
        var store = try store(root: "")
        store.settings.storageClass = "NEARLINE"
        try await withTemporaryFolder { folder in
            for size in [0, 1000, 700_001] {
                let bytes = random.bytes(size)
                try await upload(bytes, to: "written/\(size)", of: store)
                let known = try PythonServer.run(
                    "StrictStores/gcs_client.py", ["read", server.url, account, "written/\(size)", folder + "/read"])
                #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/read")) == Data(bytes))
                let description = try JSONValue.parse(known)
                #expect(description["type"] == "application/vnd.apache.parquet")
                #expect(description["class"] == "NEARLINE")
                #expect(description["metadata"]?["curlew-upload"]?.string?.count == 24)
            }
        }
    }

    @Test func `a piece whose answer is lost is asked for, and the upload goes on from what arrived`() async throws {
        let store = try store(root: "")
        var random = SeededRandom(seed: 10)
        let bytes = random.bytes(600_000)
        let upload = try await store.upload("a", as: .bytes)
        // The session is there when the first piece has been sent.
        try await upload.write(Array(bytes.prefix(300_000)))
        _ = try server.takeLog()
        try server.fail(["lost"], chance: 1, seed: 1)
        try await upload.write(Array(bytes.dropFirst(300_000)))
        try await upload.publish()
        try server.fail([], chance: 0, seed: 1)
        let ranges = try server.takeLog().compactMap { entry in
            entry.split(separator: " ", maxSplits: 2).last.flatMap { $0.hasPrefix("bytes") ? String($0) : nil }
        }
        #expect(ranges.contains("bytes 262144-524287/* 308"))
        #expect(ranges.contains("bytes */* 308"))
        #expect(ranges.contains("bytes 524288-599999/600000 200"))
        #expect(ranges.contains("bytes */600000 200"))
        #expect(try await store.get("a", limit: 1 << 20)?.bytes == bytes)
    }

    @Test func `a token that is refused is replaced, and a key that is refused is not`() async throws {
        let good = try store()
        _ = try await good.put("a", [1], as: .bytes, if: .always)
        try server.command(["revoke": true])
        #expect(try await good.get("a", limit: 10)?.bytes == [1])

        let bad = try store(account: account.replacingOccurrences(of: "robot@", with: "nobody@"))
        let error = try await failure { _ = try await bad.head("a") }
        #expect(
            error
                == StoreError(
                    .credentials,
                    "cannot look at gs://lake/some prefix/a: Google refused the key of nobody@strict.iam.gserviceaccount.com: "
                        + "invalid_grant: Invalid JWT: it is of or for another. (400)",
                    hint: "check that the key was not deleted, and that the account is enabled"))
    }

    @Test func `a clock that is wrong is corrected for the token`() async throws {
        try server.command(["clock": 7200])
        _ = try await store().put("a", [1], as: .bytes, if: .always)
    }

    @Test func `what is missing and what is denied is said`() async throws {
        let missing = try store("other")
        let actions: [() async throws -> Void] = [
            { _ = try await missing.get("a", limit: 1) }, { _ = try await missing.head("a") },
            { _ = try await missing.put("a", [], as: .bytes, if: .isAbsent) }, { try await missing.delete(["a"]) },
            { _ = try await missing.objects(in: "", beginningWith: "") },
            { try await upload([UInt8](repeating: 1, count: 300_000), to: "a", of: missing) },
        ]
        for action in actions {
            let error = try await failure(of: action)
            #expect(error.kind == .missing)
            #expect(error.message.hasSuffix(": there is no bucket other"))
        }
        let denied = try await failure { _ = try await store("forbidden").put("a", [], as: .bytes, if: .always) }
        #expect(
            denied
                == StoreError(
                    .denied,
                    "cannot write gs://forbidden/some prefix/a: the credentials do not allow it: "
                        + "robot does not have storage.objects access to the bucket. (403)",
                    hint: "grant storage.objects.create on gs://forbidden, as the role Storage Object User "
                        + "(roles/storage.objectUser) does"))
    }

    @Test func `an upload that the store has forgotten fails, and can be abandoned`() async throws {
        let store = try store()
        let upload = try await store.upload("a", as: .bytes)
        try await upload.write([UInt8](repeating: 1, count: 300_000))
        try server.command(["expire": true])
        let error = try await failure {
            try await upload.write([UInt8](repeating: 1, count: 600_000))
            try await upload.publish()
        }
        #expect(
            error
                == StoreError(
                    .unavailable, "cannot write gs://lake/some prefix/a: the store has forgotten the upload (410)"))
        await upload.abandon()
        #expect(try await store.head("a") == nil)
    }

    @Test func `what is refused because there was too much of it is asked again`() async throws {
        let server = try ScriptedServer { peer in
            var count = 0
            while peer.readRequest() != nil {
                count += 1
                let (reason, message) = count == 1 ? ("rateLimitExceeded", "Slower.") : ("forbidden", "No.")
                let text = #"{"error": {"message": "\#(message)", "errors": [{"reason": "\#(reason)"}]}}"#
                peer.answer("403 Forbidden", text: text)
            }
        }
        let session = testSession()
        let environment = ["STORAGE_EMULATOR_HOST": server.url("")]
        let store = try GCSStore(
            bucket: "lake", root: "", environment: environment,
            access: GoogleAccess(environment: environment, session: session), session: session, timing: .hasty)
        let error = try await failure { _ = try await store.head("a") }
        #expect(
            error
                == StoreError(
                    .denied, "cannot look at gs://lake/a: the credentials do not allow it: No. (403)",
                    hint: "grant storage.objects.get on gs://lake, as the role Storage Object User "
                        + "(roles/storage.objectUser) does"))
    }

    @Test func `a store that stays busy is given up`() async throws {
        let busy = try BusyServer()
        let environment = ["STORAGE_EMULATOR_HOST": "127.0.0.1:\(busy.port)"]
        let session = testSession()
        let store = try GCSStore(
            bucket: "lake", root: "", environment: environment,
            access: GoogleAccess(environment: environment, session: session), session: session, timing: .hasty)
        let error = try await failure { _ = try await store.head("a") }
        #expect(
            error
                == StoreError(
                    .unavailable, "cannot look at gs://lake/a: the store answered 503 (tried 8 times)"))
    }
}

/// A server that is busy, always.
private final class BusyServer: Sendable {
    private let server: ScriptedServer
    var port: Int { server.port }

    init() throws {
        server = try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.answer("503 Busy") }
        }
    }
}
