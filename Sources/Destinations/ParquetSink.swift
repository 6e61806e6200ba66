internal import Columnar
internal import Connector
internal import DateTime
internal import JSON
internal import Parquet
internal import Synchronization

/// Writes Parquet files, each stream's in a folder of its own:
///
///     <output>/<stream>/dt=YYYY-MM-DD/part-<sync>-<shard>-<attempt>-<number>.parquet
///
/// The date is that of the day on which the sync began. A file comes into view complete, at a commit, and is never
/// changed. What the state does not vouch for is removed when a run of the same sync begins, and when the sync ends.
final class ParquetSink: Sink {
    private let settings: ParquetSettings
    private let budget: BufferBudget
    private let run = Mutex<Run?>(nil)

    private struct Run {
        var attempt: SyncAttempt
        /// The last part of each stream that is committed.
        var numbers: [String: Int] = [:]
        /// Paths of parts that this run has dropped.
        var dropped: Set<String> = []
    }

    init(_ settings: ParquetSettings) {
        self.settings = settings
        budget = BufferBudget(ofPart: settings.parquet.rowGroupSize, ofAll: settings.mostBufferedBytes)
    }

    /// Each stream has files of its own.
    var keepsStreamsApart: Bool { false }
    var commitsAtOnce: Bool { false }

    func begin(_ attempt: SyncAttempt) throws(Failure) {
        for word in [attempt.syncID, attempt.id] where word.isEmpty || !word.utf8.allSatisfy(Self.isLetterOrDigit) {
            throw Failure(.config, "the state names a sync `\(word.prefix(40))`, which cannot be")
        }
        try FileSystem.makeFolders(settings.output)
        run.withLock { $0 = Run(attempt: attempt) }
        for (stream, state) in attempt.kept { try remove(KeptParts(state).dropped, of: stream) }
        try sweep(attempt, vouchedFor: attempt.committed)
    }

    func open(_ stream: StreamDescriptor, state: JSONObject) throws(Failure) -> any StreamSink {
        guard let attempt = run.withLock({ $0?.attempt }) else {
            throw Failure(.internal, "a stream was opened before the sync began")
        }
        return try StreamFiles(stream, state: state, in: attempt, settings, budget) { number, dropped in
            self.run.withLock { run in
                if number > 0 { run?.numbers[stream.name] = number }
                run?.dropped.formUnion(dropped.map { "\(FolderName.text(of: stream.name))/\($0)" })
            }
        }
    }

    func end() throws(Failure) {
        guard let run = run.withLock({ $0 }) else { return }
        var committed = run.attempt.committed
        committed[run.attempt.id] = run.numbers
        for path in run.dropped { try FileSystem.remove("\(settings.output)/\(path)") }
        try sweep(run.attempt, vouchedFor: committed)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private func remove(_ paths: [String], of stream: String) throws(Failure) {
        for path in paths { try FileSystem.remove("\(settings.output)/\(FolderName.text(of: stream))/\(path)") }
    }

    /// Removes what there is of a sync and `committed` does not vouch for.
    private func sweep(
        _ attempt: SyncAttempt, vouchedFor committed: [String: [String: Int]]
    ) throws(Failure) {
        // Two names may be one folder only if they are the same.
        let vouched = committed.mapValues { numbers in
            Dictionary(numbers.map { (FolderName.text(of: $0.key), $0.value) }) { max($0, $1) }
        }
        guard let streams = try FileSystem.names(in: settings.output) else {
            throw Failure(.destination, "the folder \(settings.output) is gone")
        }
        for stream in streams where !stream.hasPrefix(".") {
            let folder = "\(settings.output)/\(stream)/\(StreamFiles.folder(of: attempt))"
            for name in try FileSystem.names(in: folder) ?? [] {
                var isWanted = !PartName.isHidden(name, ofSync: attempt.syncID)
                if let part = PartName(name, ofSync: attempt.syncID) {
                    isWanted = part.number <= vouched[part.attempt]?[stream] ?? 0
                }
                if !isWanted { try FileSystem.remove("\(folder)/\(name)") }
            }
        }
    }
}
