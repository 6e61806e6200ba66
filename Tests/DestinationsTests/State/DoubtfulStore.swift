import ObjectStorage
import Synchronization

/// A local folder that can be told to lose the answer to a put, which takes place while the caller hears that it failed, or
/// to take its time.
final class DoubtfulStore: ObjectStore {
    let folder: LocalStore
    private let losses = Mutex<[@Sendable () async throws -> Void]>([])
    private let delays = Mutex<[@Sendable () async -> Void]>([])

    init(_ path: String) {
        folder = LocalStore(path)
    }

    /// The next answer is lost, after something has happened.
    func loseNext(after event: @escaping @Sendable () async throws -> Void = {}) {
        losses.withLock { $0.append(event) }
    }

    /// The next put waits for something.
    func delayNext(by wait: @escaping @Sendable () async -> Void) {
        delays.withLock { $0.append(wait) }
    }

    func put(
        _ key: String, _ bytes: [UInt8], as type: ContentType, if condition: PutCondition
    ) async throws(StoreError) -> ObjectVersion {
        if let wait = delays.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { await wait() }
        let version = try folder.put(key, bytes, as: type, if: condition)
        guard let event = losses.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return version }
        do {
            try await event()
        } catch {
            throw StoreError(.unexpected, "\(error)")
        }
        throw StoreError(.unavailable, "cannot write \(location(of: key)): the answer was lost (tried 8 times)")
    }

    func location(of key: String) -> String { folder.location(of: key) }
    func prepare() async throws(StoreError) { try await folder.prepare() }
    func upload(_ key: String, as type: ContentType) async throws(StoreError) -> any ObjectUpload {
        try folder.upload(key, as: type)
    }
    func get(_ key: String, limit: Int) async throws(StoreError) -> StoredObject? { try folder.get(key, limit: limit) }
    func head(_ key: String) async throws(StoreError) -> ObjectDescription? { try folder.head(key) }
    func folders(in folder: String) async throws(StoreError) -> [String] { try self.folder.folders(in: folder) }
    func objects(in folder: String, beginningWith prefix: String) async throws(StoreError) -> [String] {
        try self.folder.objects(in: folder, beginningWith: prefix)
    }
    func delete(_ keys: [String]) async throws(StoreError) { try folder.delete(keys) }
}
