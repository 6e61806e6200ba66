internal import Columnar
internal import Connector
internal import DateTime
internal import JSON
internal import ObjectStorage
internal import Parquet

// Where rows go, and when.
extension StreamFiles {
    /// So many complete files wait for a commit at most.
    private static let mostClosed = 4

    /// Takes a page to where the rows of its slice are.
    func take(_ page: WrittenPage, of slice: Slice, endsSlice: Bool) async throws(Failure) {
        var scan = scans[slice.id] ?? Scan()
        let byteCount = scan.part == nil && slice != .whole ? page.records.byteCount : 0
        if let part = scan.part {
            try await append([page], to: part, of: slice.id)
        } else if slice != .whole, endsSlice {
            let part = shared ?? newPart()
            shared = part
            try await append(scan.pages + [page], to: part, of: nil)
        } else if slice != .whole, scan.hasRoom(for: byteCount) {
            scan.keep(page, byteCount: byteCount)
        } else {
            let part = newPart()
            try await append(scan.pages + [page], to: part, of: slice.id)
            scan.forgetPages()
            scan.part = part
        }
        scans[slice.id] = scan
        if endsSlice { try await end(slice) }
    }

    /// The scan of a slice is complete: its parts are as good as any, and its own may be shared from now on.
    private func end(_ slice: Slice) async throws(Failure) {
        let own = scans.removeValue(forKey: slice.id)?.part
        kept.unfinished[slice.id] = nil
        for index in closed.indices where closed[index].slice == slice.id { closed[index].slice = nil }
        guard let own else { return }
        // What has a file need not wait in memory for the next slice.
        if own.file != nil { try await flush(own, of: nil) }
        guard let other = shared else { return shared = own }
        if let joined = try await join(own, other) { return shared = joined }
        // The one that is nearer to being full is closed.
        shared = own.weight < other.weight ? own : other
        try await close(own.weight < other.weight ? other : own, of: nil)
    }

    /// Puts the rows of two parts into the file of one, as a row group of their own; nil when that cannot be, because both have
    /// files or differ in their columns.
    private func join(_ one: OpenPart, _ other: OpenPart) async throws(Failure) -> OpenPart? {
        let isFirst = one.file != nil || (other.file == nil && one.weight >= other.weight)
        let (target, source) = isFirst ? (one, other) : (other, one)
        guard source.file == nil, !target.isWiderThanFile, target.schema.hasSameLayout(as: source.schema) else {
            return nil
        }
        if target.file == nil { try await flush(target, of: nil) }
        try await settle(target)
        guard let file = target.file else { return source }
        if source.rowCount > 0 { encode(source, into: file, of: target) }
        return target
    }

    private func newPart() -> OpenPart {
        OpenPart(schema: schema, declared: declared, inference: settings.inference, budget: budget)
    }

    private func append(_ pages: [WrittenPage], to part: OpenPart, of slice: String?) async throws(Failure) {
        try part.append(pages) { (misfit) throws(Failure) in try leaveOut(misfit) }
        if part.isDue { try await flush(part, of: slice) }
    }

    /// Has the rows in memory encoded while others are read; but first, those before them are waited for.
    private func flush(_ part: OpenPart, of slice: String?) async throws(Failure) {
        try await settle(part)
        guard part.rowCount > 0 else { return }
        if part.isWiderThanFile { try await closeFile(of: part, of: slice) }
        let file = if let file = part.file { file } else { try await begin(part) }
        encode(part, into: file, of: part)
    }

    /// Has the rows of a part encoded into a file, which may be that of another; no row group of it is being encoded.
    private func encode(_ source: OpenPart, into file: PartFile, of part: OpenPart) {
        let byteCount = source.sizeInBudget
        let rows = source.takeRows()
        schema.merge(rows.schema)
        let (budget, pace) = (budget, pace)
        // Not a child task: it outlives the call. Each is waited for before its part is closed or abandoned.
        part.encoding = Task {
            let start = ContinuousClock.now
            defer {
                pace.encoded(byteCount, in: .now - start)
                budget.encoded(byteCount)
            }
            do throws(Failure) {
                return .success(try await file.append(rows))
            } catch {
                return .failure(error)
            }
        }
        // The group will be about as large as the one before it.
        if part.size + part.sizeOfLastGroup >= settings.maximumFileSize { wantCommit() }
    }

    /// Waits for the row group that is being encoded.
    private func settle(_ part: OpenPart) async throws(Failure) {
        guard let encoding = part.encoding.take() else { return }
        part.wroteGroup(upTo: try await encoding.value.get())
    }

    private func begin(_ part: OpenPart) async throws(Failure) -> PartFile {
        number += 1
        let name = PartName(syncID: attempt.syncID, attempt: attempt.id, number: number)
        let path = "\(folder)/\(name.text)"
        let key = key(path)
        let upload = try await Failure.ofStore { () async throws(StoreError) in
            try await store.upload(key, as: .parquet)
        }
        let file = PartFile(
            path, at: store.location(of: key), schema: part.schema, options: settings.parquet,
            description: description, to: upload)
        part.begin(file)
        begun.append(part)
        return file
    }

    /// What files say about themselves.
    private var description: FileDescription {
        FileDescription(
            metadata: [
                ("curlew.sync", attempt.syncID), ("curlew.connector", settings.connector),
                ("curlew.stream", stream.name), ("curlew.version", curlewVersion),
            ], createdBy: "curlew version \(curlewVersion)")
    }

    private func close(_ part: OpenPart, of slice: String?) async throws(Failure) {
        try await flush(part, of: slice)
        try await settle(part)
        try await closeFile(of: part, of: slice)
    }

    private func closeFile(of part: OpenPart, of slice: String?) async throws(Failure) {
        guard let file = part.takeFile() else { return }
        begun.removeAll { $0 === part }
        do throws(Failure) {
            closed.append(
                ClosedPart(path: file.path, upload: file.upload, file: try await file.finish(), slice: slice))
        } catch {
            await abandon(file.upload)
            throw error
        }
        // The end of a file may wait in memory until the file comes into view.
        if closed.count >= Self.mostClosed { wantCommit() }
    }

    /// Closes every part. What was kept of unfinished scans gets parts of its own.
    func closeAll() async throws(Failure) {
        for slice in scans.keys.sorted() {
            guard var scan = scans[slice] else { continue }
            let part = scan.part ?? newPart()
            if !scan.pages.isEmpty {
                try await append(scan.pages, to: part, of: slice)
                scan.forgetPages()
            }
            scan.part = part
            scans[slice] = scan
            try await close(part, of: slice)
            scans[slice] = nil
        }
        if let part = shared {
            try await close(part, of: nil)
            shared = nil
        }
    }
}

// Paths, and what is done when something goes wrong.
extension StreamFiles {
    /// The folder of a sync's parts, in that of a stream.
    static func folder(of attempt: SyncAttempt) -> String { "dt=\(attempt.startedAt.date)" }

    var folder: String { Self.folder(of: attempt) }

    /// The key of a path in the stream's folder.
    func key(_ path: String) -> String { "\(FolderName.text(of: stream.name))/\(path)" }

    /// Takes back the file of a part that is of no use any more.
    func abandon(_ part: OpenPart) async {
        _ = await part.encoding.take()?.value
        guard let file = part.takeFile() else { return }
        begun.removeAll { $0 === part }
        await abandon(file.upload)
    }

    /// Takes back what was written to an upload.
    func abandon(_ upload: any ObjectUpload) async {
        onAbandon()
        await upload.abandon()
    }

    /// Leaves nothing half written behind when something fails: rows may be lost then, so that nothing more is committed.
    /// Only a record that does not fit loses none; its page is then as if it had never come.
    func cleaningUp(_ body: () async throws(Failure) -> Void) async throws(Failure) {
        if let breakdown { throw breakdown }
        do throws(Failure) {
            try await body()
        } catch {
            if error.kind != .data {
                breakdown = error
                await abandonAll()
            }
            throw error
        }
    }

    /// What cannot be removed is swept by the next run.
    private func abandonAll() async {
        for part in begun { await abandon(part) }
        for part in closed { await abandon(part.upload) }
        scans = [:]
        shared = nil
        closed = []
    }
}
