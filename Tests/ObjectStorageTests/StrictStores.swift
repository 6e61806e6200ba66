import HTTPClient
import TestSupport
import Testing

@testable import ObjectStorage

extension PythonServer {
    /// Has a strict store fail by chance from now on.
    func fail(_ kinds: [String], chance: Double, seed: Int) throws {
        try command(["faults": ["seed": seed, "chance": chance, "kinds": kinds]])
    }

    /// What a strict store was asked since the last time.
    func takeLog() throws -> [String] {
        try #require(try command(["log": true])["log"] as? [String])
    }
}

extension StoreTiming {
    /// Does not wait.
    static let hasty = StoreTiming(sleep: { _ in await Task.yield() }, draw: { 0.5 })
}

/// A session for one test.
func testSession() -> HTTPSession {
    HTTPSession(HTTPSession.Options(userAgent: "curlew-tests"))
}

/// Writes an object of some parts.
func upload(_ bytes: [UInt8], to key: String, of store: any ObjectStore) async throws {
    let upload = try await store.upload(key, as: .parquet)
    try await upload.write(bytes)
    try await upload.seal()
    try await upload.publish()
}

/// What an action that must fail throws.
func failure(of action: () async throws -> Void) async throws -> StoreError {
    do {
        try await action()
    } catch {
        return try #require(error as? StoreError)
    }
    throw PythonServer.Failure(description: "it did not fail")
}
