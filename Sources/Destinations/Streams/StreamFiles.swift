internal import Columnar
internal import Connector
internal import DateTime
internal import JSON
internal import ObjectStorage
internal import Parquet
internal import Threads

/// The files of one stream in one run.
///
/// Rows of complete slices share a part. The rows of an unfinished scan are kept apart, so that they can be dropped: small
/// slices as the pages they came in, until they are complete; larger ones, and the only slice of a stream, in parts of
/// their own.
actor StreamFiles: StreamSink {
    let stream: StreamDescriptor
    let attempt: SyncAttempt
    let store: any ObjectStore
    let settings: ParquetSettings
    let budget: BufferBudget
    let pace: FlushPace
    /// How many files `pace` knows of.
    private var countedFiles = 0
    /// Hears the number of the last part of each commit, and the parts dropped since the one before.
    private let onCommit: @Sendable (_ number: Int, _ dropped: [String]) -> Void
    /// Hears that something was taken back, which may have left traces.
    let onAbandon: @Sendable () -> Void

    let declared: Schema
    /// The columns of all rows so far; it only ever widens.
    var schema: Schema
    /// The part of complete slices.
    var shared: OpenPart?
    /// The slices that are being scanned.
    var scans: [String: Scan] = [:]
    /// The parts that have a file, wherever they are on their way.
    var begun: [OpenPart] = []
    /// Files that are complete, and hidden until the commit.
    var closed: [ClosedPart] = []
    var kept: KeptParts
    private var files: [String: OutputFile] = [:]
    private var order: [String] = []
    /// The number of the part that was begun last.
    var number = 0
    private var droppedSinceCommit: [String] = []
    private var isCommitDue = false
    private var leftOut = LeftOut()
    /// What kept rows from being written.
    var breakdown: Failure?

    /// A complete file.
    struct ClosedPart {
        var path: String
        var upload: any ObjectUpload
        var file: OutputFile
        /// The slice of an unfinished scan.
        var slice: String?
    }

    /// Records that did not fit.
    private struct LeftOut {
        var count = 0
        var notes: [String] = []
    }

    init(
        _ stream: StreamDescriptor, state: JSONObject, in attempt: SyncAttempt, _ store: any ObjectStore,
        _ settings: ParquetSettings, _ budget: BufferBudget, _ pace: FlushPace,
        onCommit: @escaping @Sendable (Int, [String]) -> Void, onAbandon: @escaping @Sendable () -> Void
    ) throws(Failure) {
        self.stream = stream
        self.attempt = attempt
        self.store = store
        self.settings = settings
        self.budget = budget
        self.pace = pace
        self.onCommit = onCommit
        self.onAbandon = onAbandon
        declared = try Self.declaredSchema(of: stream, settings)
        schema = try Self.knownSchema(state["schema"], of: stream).declaring(declared)
        kept = KeptParts(state)
        // What a run before has dropped was removed when this one began.
        kept.dropped = []
    }

    private static func declaredSchema(
        of stream: StreamDescriptor, _ settings: ParquetSettings
    ) throws(Failure) -> Schema {
        var schema = settings.hasMetadataColumns ? MetadataColumns.schema : Schema()
        guard let declaration = stream.schema else { return schema }
        do throws(SchemaError) {
            schema.fields += try Schema(declaration: declaration).fields.filter { schema[$0.name] == nil }
        } catch {
            throw Failure(.config, "stream \(stream.name): \(error)")
        }
        return schema
    }

    private static func knownSchema(_ value: JSONValue?, of stream: StreamDescriptor) throws(Failure) -> Schema {
        guard let value, !value.isNull else { return Schema() }
        do throws(SchemaError) {
            return try Schema(stored: value)
        } catch {
            throw Failure(.config, "the state of stream \(stream.name) cannot be used: \(error)")
        }
    }

    func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) async throws(Failure) -> Written {
        isCommitDue = false
        try await cleaningUp { () throws(Failure) in
            let page = WrittenPage(records: records, constants: self.constants(of: slice))
            try await self.take(page, of: slice, endsSlice: endsSlice)
        }
        countFiles()
        var written = Written()
        written.isCommitDue = isCommitDue
        (written.leftOut, written.notes) = takeLeftOut()
        return written
    }

    func drop(_ slice: Slice) async throws(Failure) -> Bool {
        try await cleaningUp { () throws(Failure) in
            if let part = self.scans.removeValue(forKey: slice.id)?.part { await self.abandon(part) }
            for part in self.closed where part.slice == slice.id { await self.abandon(part.upload) }
            self.closed.removeAll { $0.slice == slice.id }
        }
        let dropped = kept.unfinished.removeValue(forKey: slice.id) ?? []
        kept.dropped += dropped
        droppedSinceCommit += dropped
        for path in dropped { files[path] = nil }
        return true
    }

    func commit() async throws(Failure) -> Commit {
        try await cleaningUp { () throws(Failure) in
            let (start, count) = (ContinuousClock.now, self.scans.count + (self.shared == nil ? 0 : 1))
            try await self.closeAll()
            self.pace.ended(count, in: .now - start)
            try await self.publish()
        }
        countFiles()
        onCommit(number, droppedSinceCommit)
        droppedSinceCommit = []
        var commit = Commit()
        commit.files = order.compactMap { files[$0] }
        commit.number = number
        commit.state = kept.state
        commit.state["schema"] = schema.fields.isEmpty ? .null : schema.stored
        (commit.leftOut, commit.notes) = takeLeftOut()
        return commit
    }

    /// What is in the columns that are not part of a slice's records.
    private func constants(of slice: Slice) -> [(column: String, value: ConstantValue)] {
        guard settings.hasMetadataColumns else { return [] }
        var constants: [(column: String, value: ConstantValue)] = [
            (MetadataColumns.extractedAt, .timestamp(microseconds: Timestamp.now().unixMicroseconds)),
            (MetadataColumns.syncID, .text(attempt.syncID)),
        ]
        if !slice.id.isEmpty { constants.append((MetadataColumns.partition, .text(slice.id))) }
        return constants
    }

    /// Says how many files a commit would bring into view: what is kept of each unfinished scan becomes one, too.
    private func countFiles() {
        let count = scans.count + (shared == nil ? 0 : 1) + closed.count
        pace.changeFiles(by: count - countedFiles)
        countedFiles = count
    }

    private func takeLeftOut() -> (Int, [String]) {
        defer { leftOut = LeftOut() }
        return (leftOut.count, leftOut.notes)
    }

    /// A record does not fit the declared schema.
    func leaveOut(_ misfit: Misfit) throws(Failure) {
        let sentence = "a record of \(stream.name) does not fit its declared schema: \(misfit)"
        guard stream.leavesOutErrors else {
            throw Failure(
                .data, sentence,
                hint: "correct the schema in the connector, or let the stream leave out what is in error")
        }
        leftOut.count += 1
        if leftOut.notes.count < 10 { leftOut.notes.append(sentence) }
    }

    /// A part has reached its size.
    func wantCommit() { isCommitDue = true }

    /// Brings the files that are complete into view, in the order of their numbers.
    private func publish() async throws(Failure) {
        guard !closed.isEmpty else { return }
        let start = ContinuousClock.now
        closed.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        let results = await concurrentResults(closed, atOnce: FlushPace.filesAtOnce) {
            (part) async throws(StoreError) in
            try await part.upload.publish()
        }
        do throws(StoreError) {
            for result in results { try result?.get() }
        } catch {
            // The state will not vouch for them, nor for those that failed, which may have come into view all the same. What
            // cannot be removed is swept by the next run.
            let seen = zip(closed, results).filter { Self.mayBeInView($1) }.map { key($0.0.path) }
            try? await store.delete(seen)
            closed = zip(closed, results).filter { (try? $1?.get()) == nil }.map(\.0)
            throw Failure(error)
        }
        for part in closed {
            files[part.path] = part.file
            order.append(part.path)
            if let slice = part.slice { kept.unfinished[slice, default: []].append(part.path) }
        }
        closed = []
        pace.published(results.count, in: .now - start)
    }

    private static func mayBeInView(_ publication: Result<Void, StoreError>?) -> Bool {
        switch publication {
        case nil: false
        case .success?: true
        case .failure(let error)?: error.kind != .conflict
        }
    }
}
