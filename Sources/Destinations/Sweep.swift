internal import Connector
internal import ObjectStorage

/// Removes what there is of a sync and the state does not vouch for: parts that killed runs left, parts of runs that were
/// believed dead, and uploads that nobody goes on with.
struct Sweep {
    /// How many folders are looked at at the same time.
    private static let width = 8

    private let store: any ObjectStore
    private let attempt: SyncAttempt
    /// The run whose parts are looked at; nil for all of the sync, or of its shard.
    private let run: String?
    /// For each run, by the folders of streams, the number of the last part that counts.
    private let vouched: [String: [String: Int]]

    init(
        _ store: any ObjectStore, of attempt: SyncAttempt, onlyOf run: String? = nil,
        vouchedFor committed: [String: [String: Int]]
    ) {
        self.store = store
        self.attempt = attempt
        self.run = run
        // Two names may be one folder only if they are the same.
        vouched = committed.mapValues { numbers in
            Dictionary(numbers.map { (FolderName.text(of: $0.key), $0.value) }) { max($0, $1) }
        }
    }

    /// Removes objects and uploads.
    func run() async throws(StoreError) {
        try await takeBackUploads()
        try await forEach(of: try await store.folders(in: ""), atOnce: Self.width) {
            (stream) async throws(StoreError) in
            try await sweep(stream)
        }
    }

    /// Takes back uploads alone, in stores that list them without a folder; a folder where nothing else is may not be listed.
    func takeBackUploads() async throws(StoreError) {
        for upload in try await store.unfinishedUploads(in: "", beginningWith: "") {
            let words = upload.key.split(separator: "/", omittingEmptySubsequences: false)
            if words.count == 3, words[1] == StreamFiles.folder(of: attempt), words[2].hasPrefix(beginning) {
                try await store.abandon(upload)
            }
        }
    }

    private var beginning: String { PartName.beginning(attempt.syncID, shard: attempt.shard, attempt: run) }

    private func sweep(_ stream: String) async throws(StoreError) {
        let folder = "\(stream)/\(StreamFiles.folder(of: attempt))"
        for upload in try await store.unfinishedUploads(in: folder, beginningWith: beginning) {
            try await store.abandon(upload)
        }
        let names = try await store.objects(in: folder, beginningWith: beginning)
        try await store.delete(names.filter { !isVouchedFor($0, of: stream) }.map { "\(folder)/\($0)" })
    }

    private func isVouchedFor(_ name: String, of stream: String) -> Bool {
        // What no run can have written is not ours.
        guard let part = PartName(name, ofSync: attempt.syncID) else { return true }
        return part.number <= vouched[part.attempt]?[stream] ?? 0
    }
}
