internal import Connector
internal import DateTime
internal import JSON
internal import Synchronization

/// Reads one stream in one run: finds its slices, reads some of them at a time, writes their pages one after another,
/// and lets the state advance behind what is durable.
final class StreamRun: Sendable {
    private let stream: StreamDescriptor
    private let source: any Source
    private let sink: any Sink
    private let slots: Slots
    private let ledger: SyncLedger
    private let observer: any SyncObserver
    private let progress: SyncProgress
    /// Pulled also when the stream fails or has enough records, so that its slices end.
    private let deadline: Deadline
    /// Pages are written one at a time.
    private let turn = Slots(1)
    private let tally: Mutex<StreamTally>

    init(
        _ stream: StreamDescriptor, of source: any Source, into sink: any Sink, from state: StreamState,
        syncStart: Timestamp, maximumRecords: Int?, earlierRecords: Int, until deadline: Deadline, slots: Slots,
        ledger: SyncLedger,
        observer: any SyncObserver, progress: SyncProgress
    ) {
        self.stream = stream
        self.source = source
        self.sink = sink
        self.slots = slots
        self.ledger = ledger
        self.observer = observer
        self.progress = progress
        self.deadline = Deadline(within: deadline)
        tally = Mutex(
            StreamTally(
                stream, StreamProgress(state, order: stream.cursorOrder, syncStart: syncStart),
                maximumRecords: maximumRecords, earlierRecords: earlierRecords))
    }

    /// Reads the stream to its end, or to that of the time.
    func run() async -> StreamReport {
        let start = ContinuousClock.now
        progress.begin(stream.name)
        observer.log(.info, "Starting sync for stream: \(stream.name)")
        do throws(Failure) {
            let sink = try await sink.open(stream, state: tally.withLock { $0.sinkState })
            do throws(Failure) {
                try await readSlices(into: sink)
            } catch {
                fail(error)
            }
            try await end(sink)
        } catch {
            fail(error)
        }
        return conclude(after: .now - start)
    }

    private func readSlices(into sink: any StreamSink) async throws(Failure) {
        let beganAtFirst = tally.withLock { $0.progress.slicingPosition == nil }
        var end = try await withSlices(into: sink)
        if case .stalePosition(let failure) = end {
            warn(
                "its slices are found anew, since the source does not know the place any more, and records may come again: "
                    + failure.message)
            tally.withLock { $0.progress.restartSlicing() }
            end = try await withSlices(into: sink)
        } else if end == .complete, !beganAtFirst, tally.withLock({ $0.progress.missesSlices }) {
            // They may have moved to before where the shard begins; those that are not there either are gone.
            tally.withLock { $0.progress.restartSlicing() }
            end = try await withSlices(into: sink)
        }
        if case .stalePosition(let failure) = end { throw failure }
        tally.withLock { $0.slicesEnded(end) }
    }

    private func withSlices(into sink: any StreamSink) async throws(Failure) -> ReadingEnd {
        if tally.withLock({ $0.progress.hasAllSlices }) { return .complete }
        let start = SlicingStart(position: tally.withLock { $0.progress.slicingPosition }) { key in
            self.tally.withLock { $0.progress.cursor(forKey: key) }
        }
        var failure: Failure?
        var result = ReadingEnd.stopped
        var hasBegunAll = false
        let readings = OpenReadings()
        await withDiscardingTaskGroup { tasks in
            do throws(Failure) {
                result = try await source.slices(of: stream.name, from: start, until: deadline) {
                    (group) async throws(Failure) in
                    for note in group.notes { observer.log(.warning, "\(stream.name): \(note)") }
                    try tally.withLock { (tally) throws(Failure) in try tally.found(group) }
                    // Slices that ended without being complete will not make room in this run.
                    guard await readings.wait(until: { tally.withLock { $0.progress.hasRoomForSlices } }) else {
                        return .stop
                    }
                    let (slices, areAll) = tally.withLock { ($0.progress.open(group), $0.progress.hasAllSlices) }
                    for slice in slices {
                        await slots.take()
                        if deadline.isOver {
                            slots.giveBack()
                            return .stop
                        }
                        readings.begin()
                        tasks.addTask {
                            await self.read(slice, into: sink)
                            self.slots.giveBack()
                            readings.end()
                        }
                    }
                    hasBegunAll = areAll
                    return areAll ? .stop : .proceed
                }
                if hasBegunAll { result = .complete }
            } catch {
                failure = error
                deadline.pull()
            }
        }
        if let failure { throw failure }
        return result
    }

    private func read(_ slice: Slice, into sink: any StreamSink) async {
        do throws(Failure) {
            var end = try await readPages(of: slice, into: sink)
            if case .stalePosition(let failure) = end {
                try await scanAnew(slice, into: sink, because: failure)
                end = try await readPages(of: slice, into: sink)
            }
            if case .stalePosition(let failure) = end { throw failure }
            tally.withLock { $0.sliceEnded(end) }
        } catch {
            fail(error)
        }
    }

    private func scanAnew(
        _ slice: Slice, into sink: any StreamSink, because failure: Failure
    ) async throws(Failure) {
        let isDropped = try await turn.withSlot { () throws(Failure) in
            let count: Int
            do throws(TooManyRestarts) {
                count = try tally.withLock { (tally) throws(TooManyRestarts) in try tally.progress.restart(slice) }
            } catch {
                throw Failure(
                    .source,
                    "\(name(of: slice)) has begun \(error.count) times without coming to its end, since the source forgets the "
                        + "place between two runs: \(failure.message)",
                    hint: "give each run enough time to read it whole, or read smaller slices", mayRetry: true)
            }
            let isDropped = try await sink.drop(slice)
            if isDropped { tally.withLock { $0.dropped(count) } }
            return isDropped
        }
        let consequence = isDropped ? "what was written of it is dropped" : "records that were written may come again"
        warn(
            "\(name(of: slice)) is scanned anew, since the source does not know the place any more, and \(consequence): "
                + failure.message)
    }

    private func readPages(of slice: Slice, into sink: any StreamSink) async throws(Failure) -> ReadingEnd {
        let start = tally.withLock { $0.progress.start(of: slice) }
        var pace = Pace()
        var last = ContinuousClock.now
        var isComplete = false
        let end = try await source.pages(of: slice, in: stream.name, from: start, until: deadline) {
            (page) async throws(Failure) in
            let isWanted = try await turn.withSlot { () throws(Failure) in
                try await self.write(page, of: slice, into: sink, &isComplete)
            }
            let now = ContinuousClock.now
            pace.tookPage(now - last)
            last = now
            let hasTime = pace.hasTime(
                in: deadline.remaining, reserve: self.sink.flushEstimate + ledger.saveEstimate)
            return isWanted && hasTime ? .proceed : .stop
        }
        return isComplete ? .complete : end
    }

    /// Writes a page, and lets the state advance behind it; false when no more is wanted.
    private func write(
        _ page: Page, of slice: Slice, into sink: any StreamSink, _ isComplete: inout Bool
    ) async throws(Failure) -> Bool {
        guard let part = try tally.withLock({ (tally) throws(Failure) in try tally.part(of: page) }) else {
            return false
        }
        let count = part.records.count
        let pageNumber = tally.withLock { $0.report.pageCount } + 1
        observer.log(.debug, "Page \(pageNumber): fetched \(count) records")
        var written = Written()
        if !part.records.isEmpty || part.next == nil {
            written = try await sink.write(part.records, of: slice, endsSlice: part.next == nil)
        }
        let (leftOut, notes) = (written.leftOut, page.notes + written.notes)
        let isEnough = tally.withLock { $0.wrote(part, of: page, in: slice, leftOut: leftOut) }
        isComplete = part.next == nil
        progress.add(records: count - leftOut)
        for note in notes { observer.log(.warning, "\(stream.name): \(note)") }
        try tally.withLock { (tally) throws(Failure) in try tally.countErrors(leftOut, written.notes) }
        let isCommitDue = written.isCommitDue || self.sink.commitsAtOnce
        if isCommitDue { try await commit(sink, isLast: false) }
        if isEnough { deadline.pull() }
        return !isEnough
    }

    private func commit(_ sink: any StreamSink, isLast: Bool) async throws(Failure) {
        let (state, isOver) = tally.withLock { ($0.progress.state, $0.isOver) }
        let commit = try await sink.commit()
        var committed = state
        committed.keep(commit.state)
        let count = tally.withLock { tally in
            tally.progress.keep(commit.state)
            tally.report.files = commit.files
            tally.committed(leftOut: commit.leftOut)
            return tally.countedRecords
        }
        for note in commit.notes { warn(note) }
        ledger.advance(stream.name, to: committed, number: commit.number, count: count, isComplete: isOver)
        observer.stateAdvanced(of: stream.name, to: committed.json, isLast: isLast)
        try await isLast ? ledger.saveEndOfStream() : ledger.save()
    }

    /// Makes durable what was written, also when the stream failed; unless it was the sink that failed.
    private func end(_ sink: any StreamSink) async throws(Failure) {
        let mayCommit = tally.withLock { tally in
            tally.finishIfComplete()
            return tally.report.failure.map { $0.kind != .destination && $0.kind != .stateConflict } ?? true
        }
        if mayCommit { try await turn.withSlot { () throws(Failure) in try await commit(sink, isLast: true) } }
    }

    private func conclude(after duration: Duration) -> StreamReport {
        let report = tally.withLock { $0.concluded(after: duration) }
        switch report.status {
        case .succeeded, .partial:
            observer.log(
                .info, "Completed sync for \(stream.name): \(report.recordCount) records in \(report.pageCount) pages")
        case .incomplete:
            observer.log(
                .info,
                "Stopped sync for \(stream.name) after \(report.recordCount) records in \(report.pageCount) pages; "
                    + "the state says where it goes on")
        case .failed:
            observer.log(.error, "\(stream.name): \(report.failure?.description ?? "failed")")
        }
        return report
    }

    private func fail(_ failure: Failure) {
        tally.withLock { tally in
            if failure.kind == .deadline { tally.ranOutOfTime(failure) } else { tally.report.fail(failure) }
        }
        deadline.pull()
    }

    private func warn(_ note: String) {
        tally.withLock { $0.report.add(note: note) }
        observer.log(.warning, "\(stream.name): \(note)")
    }

    private func name(of slice: Slice) -> String {
        slice.id.isEmpty ? "the stream" : "slice \(slice.id)"
    }
}
