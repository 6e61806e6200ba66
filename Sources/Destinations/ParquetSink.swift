internal import Columnar
internal import Connector
internal import DateTime
internal import JSON
internal import ObjectStorage
internal import Parquet
internal import Synchronization

/// Writes Parquet files, each stream's in a folder of its own:
///
///     <output>/<stream>/dt=YYYY-MM-DD/part-<sync>-<shard>-<attempt>-<number>.parquet
///
/// The date is that of the day on which the sync began. A file comes into view complete, at a commit, and is never
/// changed. What the state does not vouch for is removed when a run of the same sync begins, and when the sync ends.
final class ParquetSink: Sink {
    private let store: any ObjectStore
    private let settings: ParquetSettings
    private let budget: BufferBudget
    private let pace: FlushPace
    private let run = Mutex<Run?>(nil)

    private struct Run {
        var attempt: SyncAttempt
        /// The last part of each stream that is committed.
        var numbers: [String: Int] = [:]
        /// Keys of parts that this run has dropped.
        var dropped: Set<String> = []
        /// Whether something was taken back.
        var hasAbandoned = false
    }

    init(_ settings: ParquetSettings, into store: any ObjectStore) {
        self.store = store
        self.settings = settings
        // A file takes a store up to three requests.
        pace = FlushPace(perFile: store is LocalStore ? .milliseconds(15) : .milliseconds(300))
        budget = BufferBudget(ofPart: settings.parquet.rowGroupSize, ofAll: settings.mostBufferedBytes)
    }

    /// Each stream has files of its own.
    var keepsStreamsApart: Bool { false }
    var commitsAtOnce: Bool { false }

    var flushEstimate: Duration { pace.estimate(for: budget.total) }

    func begin(_ attempt: SyncAttempt) async throws(Failure) {
        let words = [attempt.syncID[...]] + attempt.id.split(separator: "-", omittingEmptySubsequences: false)
        for word in words where word.isEmpty || !word.utf8.allSatisfy(Self.isLetterOrDigit) {
            throw Failure(.config, "the state names a sync `\(word.prefix(40))`, which cannot be")
        }
        run.withLock { $0 = Run(attempt: attempt) }
        try await Failure.ofStore { () async throws(StoreError) in
            try await store.prepare()
            // Nothing of a sync that begins can be there.
            if attempt.isFirst { return try await probe() }
            try await store.delete(
                attempt.kept.flatMap { stream, state in
                    KeptParts(state).dropped.map { Self.key($0, of: stream) }
                })
            let start = ContinuousClock.now
            try await Sweep(store, of: attempt, vouchedFor: attempt.committed).run()
            pace.swept(in: .now - start)
        }
    }

    /// Asks for what is not there: whoever has no such bucket, or no credentials, learns it before anything is read.
    private func probe() async throws(StoreError) {
        do throws(StoreError) {
            _ = try await store.get("_curlew/probe", limit: 1024)
        } catch {
            // Who may only write may not ask.
            guard error.kind == .denied || error.kind == .tooLarge else { throw error }
        }
    }

    func open(_ stream: StreamDescriptor, state: JSONObject) throws(Failure) -> any StreamSink {
        guard let attempt = run.withLock({ $0?.attempt }) else {
            throw Failure(.internal, "a stream was opened before the sync began")
        }
        return try StreamFiles(
            stream, state: state, in: attempt, store, settings, budget, pace,
            onCommit: { number, dropped in
                self.run.withLock { run in
                    if number > 0 { run?.numbers[stream.name] = number }
                    run?.dropped.formUnion(dropped.map { Self.key($0, of: stream.name) })
                }
            }, onAbandon: { self.run.withLock { $0?.hasAbandoned = true } })
    }

    func end() async throws(Failure) {
        guard let run = run.withLock({ $0 }) else { return }
        var committed = run.attempt.committed
        committed[run.attempt.id] = run.numbers
        let vouched = committed
        try await Failure.ofStore { () async throws(StoreError) in
            try await store.delete(run.dropped.sorted())
            let sweep = Sweep(store, of: run.attempt, vouchedFor: vouched)
            guard run.attempt.isFirst, !run.hasAbandoned else { return try await sweep.run() }
            // No other run knows of a sync that takes a single one; but requests may have arrived twice.
            do throws(StoreError) {
                try await sweep.takeBackUploads()
            } catch  where error.kind == .denied {
                // Nothing of what counts depends on it.
            }
        }
    }

    func retract(beyond vouched: [String: Int]) async {
        guard let attempt = run.withLock({ $0?.attempt }) else { return }
        // What remains is swept by whoever goes on with the sync.
        try? await Sweep(store, of: attempt, onlyOf: attempt.id, vouchedFor: [attempt.id: vouched]).run()
    }

    func part(of kept: JSONObject, for slices: Set<String>) -> JSONObject {
        var part = kept
        for member in KeptParts(kept).part(for: slices).state { part[member.key] = member.value }
        return part
    }

    func fold(_ shard: JSONObject, of slices: Set<String>?, into kept: JSONObject) throws(Failure) -> JSONObject {
        var schema = Schema()
        for state in [kept, shard] {
            guard let stored = state["schema"], !stored.isNull else { continue }
            do throws(SchemaError) {
                schema.merge(try Schema(stored: stored))
            } catch {
                throw Failure(.config, "the state of a shard cannot be used: \(error)")
            }
        }
        var parts = KeptParts(kept)
        parts.fold(KeptParts(shard), of: slices)
        var folded = kept
        for member in shard { folded[member.key] = member.value }
        for member in parts.state { folded[member.key] = member.value }
        folded["schema"] = schema.fields.isEmpty ? .null : schema.stored
        return folded
    }

    private static func key(_ path: String, of stream: String) -> String {
        "\(FolderName.text(of: stream))/\(path)"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
