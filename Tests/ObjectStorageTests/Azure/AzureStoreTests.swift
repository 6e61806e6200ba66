import CloudAccess
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

@testable import ObjectStorage

@Suite(.enabled(if: PythonServer.isInstalled, "\(PythonServer.absence)")) struct AzureStoreTests {
    private let server: PythonServer
    private let key: String

    init() throws {
        server = try PythonServer("StrictStores/strict_azure.py")
        key = try #require(server.greeting["key"])
    }

    private var withKey: [String: String] {
        ["AZURE_STORAGE_ACCOUNT_NAME": "strict", "AZURE_STORAGE_ACCOUNT_KEY": key]
    }

    private func withClient(secret: String? = nil) throws -> [String: String] {
        [
            "AZURE_STORAGE_ACCOUNT_NAME": "strict", "AZURE_AUTHORITY_HOST": server.url,
            "AZURE_STORAGE_TENANT_ID": try #require(server.greeting["tenant"]),
            "AZURE_STORAGE_CLIENT_ID": try #require(server.greeting["id"]),
            "AZURE_STORAGE_CLIENT_SECRET": try secret ?? #require(server.greeting["secret"]),
        ]
    }

    private func withSignature(_ permissions: String, hours: String = "1") throws -> [String: String] {
        let signature = try PythonServer.run("StrictStores/azure_client.py", ["sign", key, permissions, hours])
        return ["AZURE_STORAGE_ACCOUNT_NAME": "strict", "AZURE_STORAGE_SAS_TOKEN": "?" + signature]
    }

    private func store(
        _ variables: [String: String], container: String = "lake", root: String = "some prefix/"
    ) throws -> AzureStore {
        let environment = variables.merging(["AZURE_STORAGE_ENDPOINT": server.url + "/strict/"]) { $1 }
        let session = testSession()
        var settings = AzureStore.Settings()
        settings.blockSize = 100_000
        settings.allowance = PartAllowance(1)
        settings.pageSize = 10
        return try AzureStore(
            container: container, root: root,
            access: AzureAccess(
                environment: environment, session: session, timing: AccessTiming(sleep: { _ in await Task.yield() })),
            session: session, settings: settings, timing: .hasty)
    }

    @Test func `the strict store is as Microsoft's own client expects`() throws {
        try PythonServer.run("StrictStores/azure_client.py", ["check", server.url, key])
    }

    @Test func `with the account's key, a container does what every store does`() async throws {
        try await StoreBehaviour(of: try store(withKey), partSize: 100_000).check()
    }

    @Test func `so it does with a shared access signature`() async throws {
        try await StoreBehaviour(of: try store(withSignature("rwdlac")), partSize: 100_000, crowd: 11).check()
    }

    @Test func `so it does with the token of a client`() async throws {
        try await StoreBehaviour(of: try store(withClient()), partSize: 100_000, crowd: 11).check()
    }

    @Test(arguments: 1...4) func `whatever fails once or twice is done nevertheless`(seed: Int) async throws {
        try server.fail(["500", "503", "reset", "lost", "truncated", "damaged", "garbled"], chance: 0.25, seed: seed)
        try await StoreBehaviour(of: try store(withKey), partSize: 100_000, crowd: 11).check()
    }

    @Test func `Microsoft's client reads what was written`() async throws {
        var random = SeededRandom(seed: 12)
        var store = try store(withKey, root: "")
        store.settings.accessTier = "Cool"
        try await withTemporaryFolder { folder in
            for size in [0, 1000, 300_001] {
                let bytes = random.bytes(size)
                try await upload(bytes, to: "written/\(size)", of: store)
                let known = try PythonServer.run(
                    "StrictStores/azure_client.py", ["read", server.url, key, "written/\(size)", folder + "/read"])
                #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/read")) == Data(bytes))
                let description = try JSONValue.parse(known)
                #expect(description["type"] == "application/vnd.apache.parquet")
                #expect(description["tier"] == "Cool")
                #expect(description["metadata"]?["curlew_upload"]?.string?.count == 24)
            }
        }
    }

    @Test func `a clock that is wrong is corrected for signatures`() async throws {
        try server.command(["clock": 7200])
        let store = try store(withKey)
        _ = try await store.put("a", [1], as: .bytes, if: .always)
        _ = try server.takeLog()
        _ = try await store.put("a", [1], as: .bytes, if: .always)
        #expect(try server.takeLog() == ["PUT /strict/lake/some%20prefix/a  201"])
    }

    @Test func `a token that is refused is replaced, and a secret that is refused is not`() async throws {
        let good = try store(withClient())
        _ = try await good.put("a", [1], as: .bytes, if: .always)
        try server.command(["revoke": true])
        #expect(try await good.get("a", limit: 10)?.bytes == [1])

        let bad = try store(withClient(secret: "hush"))
        let error = try await failure { _ = try await bad.head("a") }
        #expect(error.kind == .credentials)
        let client = try #require(server.greeting["id"])
        #expect(
            error.message
                == "cannot look at az://lake/some prefix/a: Microsoft Entra refused the client \(client): "
                + "invalid_client: AADSTS7000215: Invalid client secret provided. (401)")
    }

    @Test func `a wrong key is refused at once`() async throws {
        let store = try store(["AZURE_STORAGE_ACCOUNT_NAME": "strict", "AZURE_STORAGE_ACCOUNT_KEY": "aHVzaA=="])
        let error = try await failure { _ = try await store.put("a", [1], as: .bytes, if: .always) }
        #expect(
            error
                == StoreError(
                    .credentials,
                    "cannot write az://lake/some prefix/a: Azure does not take the key of the account strict: "
                        + "AuthenticationFailed: Server failed to authenticate the request. (403)",
                    hint: "correct AZURE_STORAGE_ACCOUNT_KEY and AZURE_STORAGE_ACCOUNT_NAME"))
        #expect(try server.takeLog().count == 1)
    }

    @Test func `a signature that has expired or allows too little is refused, and not shown`() async throws {
        for (permissions, hours, kind) in [("rw", "-1", StoreError.Kind.credentials), ("r", "1", .denied)] {
            let variables = try withSignature(permissions, hours: hours)
            let error = try await failure {
                _ = try await store(variables).put("a", [1], as: .bytes, if: .always)
            }
            #expect(error.kind == kind)
            #expect("\(error)".contains("shared access signature"))
            let secret = try #require(variables["AZURE_STORAGE_SAS_TOKEN"]?.components(separatedBy: "sig=").last)
            #expect(!"\(error)".contains(secret))
        }
    }

    @Test func `what is missing and what is denied is said`() async throws {
        let missing = try store(withKey, container: "other")
        let actions: [() async throws -> Void] = [
            { _ = try await missing.get("a", limit: 1) }, { _ = try await missing.head("a") },
            { _ = try await missing.put("a", [], as: .bytes, if: .isAbsent) }, { try await missing.delete(["a"]) },
            { _ = try await missing.objects(in: "", beginningWith: "") },
            { try await upload([UInt8](repeating: 1, count: 300_000), to: "a", of: missing) },
        ]
        for action in actions {
            let error = try await failure(of: action)
            #expect(error.kind == .missing)
            #expect(error.message.hasSuffix(": there is no container other"))
        }
        let denied = try await failure {
            _ = try await store(withClient(), container: "forbidden").put("a", [], as: .bytes, if: .always)
        }
        #expect(
            denied
                == StoreError(
                    .denied,
                    "cannot write az://forbidden/some prefix/a: the credentials do not allow it: "
                        + "AuthorizationPermissionMismatch: It was refused. (403)",
                    hint: "assign the role Storage Blob Data Contributor on az://forbidden, for blobs/write"))
    }

    @Test func `what a store says of a signed request is not shown`() async throws {
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                let text = "<Error><Code>InvalidUri</Code><Message>\(request.target)</Message></Error>"
                peer.answer("400 Bad", text: text.replacingOccurrences(of: "&", with: "&amp;"))
            }
        }
        let session = testSession()
        let environment = [
            "AZURE_STORAGE_SAS_TOKEN": "sv=1&sig=hush", "AZURE_STORAGE_ENDPOINT": server.url("/strict"),
        ]
        let store = try AzureStore(
            container: "lake", root: "", access: AzureAccess(environment: environment, session: session),
            session: session, timing: .hasty)
        let error = try await failure { _ = try await store.get("a", limit: 1) }
        #expect(error == StoreError(.unexpected, "cannot read az://lake/a: InvalidUri (400)"))
    }

    @Test func `what cannot be reached is named without the signature`() async throws {
        let session = testSession()
        let port = try ScriptedServer.unusedPort()
        let environment = [
            "AZURE_STORAGE_SAS_TOKEN": "sv=1&sig=hush", "AZURE_STORAGE_ENDPOINT": "http://127.0.0.1:\(port)/strict",
        ]
        let store = try AzureStore(
            container: "lake", root: "", access: AzureAccess(environment: environment, session: session),
            session: session, timing: .hasty)
        let error = try await failure { _ = try await store.head("a") }
        #expect(error.kind == .unavailable)
        #expect(!"\(error)".contains("hush"))
        #expect("\(error)".contains("sig=***"))
    }
}
