package import Connector
package import DateTime
internal import JSON

extension SyncState {
    /// Begins a sync, or goes on with the one that is unfinished. Throws when that is for others to do: for its shards, or,
    /// with what became of a shard, for the whole.
    package mutating func begin(at now: Timestamp) throws(Failure) -> SyncIdentity {
        if let plan = sync?.plan {
            throw Failure(
                .config, "this sync is divided into shards, which \(plan) lists",
                hint: "merge them first: `run-local` with the event {\"action\": \"merge\", …} that the plan answered")
        }
        if let sync, sync.isFolded {
            throw Failure(
                .config, "what shard \(sync.shard ?? "") has read was merged, so that it is over",
                hint: "go on with the state that the merge left")
        }
        var random = SystemRandomNumberGenerator()
        var identity = sync ?? SyncIdentity(startedAt: now, random: &random)
        if sync == nil { forgetCounts() } else { identity.generation += 1 }
        sync = identity
        return identity
    }

    /// What an earlier sync has written is nothing to a limit of the next.
    private mutating func forgetCounts() {
        for (name, state) in streams {
            streams[name]?.whole.written = 0
            for (id, slice) in state.slices where slice.written > 0 { streams[name]?.slices[id]?.written = 0 }
        }
    }
}

/// Reads streams of a source into a sink, until all are complete or the time is over.
package struct SyncRun: Sendable {
    private let source: any Source
    private let sink: any Sink
    private let options: SyncOptions
    private let observer: any SyncObserver
    private let progress: SyncProgress
    private let ledger: SyncLedger
    private let state: SyncState
    private let attempt: String

    /// A run from a state in which a sync has begun. The state is saved to the store, where there is one, whenever a
    /// stream is over, and now and then before that.
    package init(
        from source: any Source, into sink: any Sink, state: SyncState, store: (any StateStore)? = nil,
        options: SyncOptions = SyncOptions(), observer: any SyncObserver, progress: SyncProgress = SyncProgress()
    ) {
        self.source = source
        self.sink = sink
        self.options = options
        self.observer = observer
        self.progress = progress
        self.state = state
        var random = SystemRandomNumberGenerator()
        attempt = state.sync?.newAttempt(random: &random) ?? ""
        ledger = SyncLedger(state, of: source.name, attempt: attempt, store: store)
    }

    /// Runs to the end.
    ///
    /// Throws when nothing can be read at all: a stream is unknown, or the source does not say which streams it has. What
    /// fails later is part of the report.
    package func run() async throws(Failure) -> SyncReport {
        let start = ContinuousClock.now
        let streams = try await selectedStreams()
        let open = streams.filter { !(state.sync?.completed.contains($0.name) ?? false) }
        progress.begin(streams: open.count)
        ledger.begin(streams: open.count)
        try await beginSink()
        var reports = await readInTime(open)
        var hasNoTime = false
        // What the sync leaves is no longer for this run to judge when another has taken the state.
        var isTaken = reports.contains { $0.failure?.kind == .stateConflict }
        if !isTaken {
            do throws(Failure) {
                hasNoTime = try await conclude(reports)
            } catch {
                isTaken = error.kind == .stateConflict
                let unsaved = reports.indices.filter { !ledger.hasSaved(reports[$0].stream) }
                for index in unsaved.isEmpty ? Array(reports.indices) : unsaved where reports[index].failure == nil {
                    reports[index].fail(error)
                    observer.log(.error, "\(reports[index].stream): \(error)")
                }
            }
        }
        if isTaken { await sink.retract(beyond: ledger.vouchedNumbers) }
        let waits = reports.filter { $0.status == .incomplete }.map(\.resumeAfter)
        var report = SyncReport(
            connector: source.name, streams: reports, duration: .now - start,
            state: ledger.state.json(of: source.name),
            resumeAfter: waits.contains(nil) || hasNoTime ? nil : waits.compactMap { $0 }.min())
        report.isUnfinished = hasNoTime
        report.hasAdvanced = ledger.hasAdvanced
        return report
    }

    /// Ends the sync, when all of it was read, and saves the state. Returns whether there was no time for that: the next run
    /// has it then.
    private func conclude(_ reports: [StreamReport]) async throws(Failure) -> Bool {
        var hasNoTime = false
        if !reports.contains(where: { $0.status == .incomplete }) {
            do throws(Failure) {
                // What the state does not speak of any more may be removed, but not before nobody reads another state.
                try await ledger.save(now: true)
                try await sink.end()
                // What a shard has reached is for the whole sync to take up.
                if state.sync?.shard == nil { ledger.endSync() }
            } catch {
                guard error.kind == .deadline else { throw error }
                hasNoTime = true
            }
        }
        do throws(Failure) {
            try await ledger.conclude()
        } catch {
            guard error.kind == .deadline else { throw error }
            hasNoTime = true
        }
        return hasNoTime
    }

    private func beginSink() async throws(Failure) {
        guard let sync = state.sync else { return }
        // The next run must know of this one before there is a file of it, or it would not remove what this one leaves.
        if !sink.commitsAtOnce { try await ledger.save(now: true) }
        try await sink.begin(
            SyncAttempt(
                syncID: sync.id, startedAt: sync.startedAt, shard: sync.shard, id: attempt,
                isFirst: sync.generation == 1,
                committed: sync.attempts, kept: state.streams.mapValues(\.others)))
    }

    private func selectedStreams() async throws(Failure) -> [StreamDescriptor] {
        if let shard = state.sync?.shard, options.maximumRecords != nil {
            // A stream that has enough records counts as read, and so would all slices of the shard.
            throw Failure(.config, "shard \(shard) is read to its end, so that there can be no limit of records")
        }
        let own = state.sync?.streams
        if let own, let other = options.streams?.first(where: { !own.contains($0) }) {
            throw Failure(
                .config,
                "the state is that of shard \(state.sync?.shard ?? ""), which has nothing of the stream `\(other)`",
                hint: "read the streams that the plan names for it")
        }
        return try await source.streams(until: options.deadline).selecting(options.streams ?? own, of: source.name)
    }

    /// Reads streams until so little time is left that the sink needs it, whatever is under way then.
    private func readInTime(_ streams: [StreamDescriptor]) async -> [StreamReport] {
        let deadline = Deadline(within: options.deadline, reserve: options.reserve)
        // It ends with the scope.
        async let _ = pull(deadline)
        return await read(streams, until: deadline)
    }

    private func pull(_ deadline: Deadline) async {
        while let left = deadline.remaining.map({ $0 - sink.flushEstimate - ledger.saveEstimate }), !Task.isCancelled {
            if left <= .zero { return deadline.pull() }
            try? await Task.sleep(for: min(max(left, .milliseconds(5)), .milliseconds(500)))
        }
    }

    private func read(_ streams: [StreamDescriptor], until deadline: Deadline) async -> [StreamReport] {
        let slots = Slots(options.concurrency)
        let streamsAtOnce = sink.keepsStreamsApart ? 1 : max(options.concurrency, 1)
        var reports = streams.map { StreamReport($0.name) }
        var breakdown: Failure?
        await withTaskGroup(of: (index: Int, report: StreamReport).self) { tasks in
            var running = 0
            func takeReport() async {
                guard let (index, report) = await tasks.next() else { return }
                running -= 1
                reports[index] = report
                progress.finishStream()
                // What cannot be written for one stream cannot be written for the next.
                if let failure = report.failure, [.destination, .stateConflict].contains(failure.kind) {
                    breakdown = breakdown ?? failure
                }
            }
            for (index, stream) in streams.enumerated() {
                if running == streamsAtOnce { await takeReport() }
                if let breakdown {
                    reports[index].fail(breakdown)
                    continue
                }
                running += 1
                tasks.addTask { (index, await read(stream, slots, until: deadline)) }
            }
            while running > 0 { await takeReport() }
        }
        return reports
    }

    private func read(_ stream: StreamDescriptor, _ slots: Slots, until deadline: Deadline) async -> StreamReport {
        if deadline.isOver { return StreamReport(stream.name) }
        let run = StreamRun(
            stream, of: source, into: sink, from: state.streams[stream.name] ?? StreamState(),
            syncStart: state.sync?.startedAt ?? Timestamp.now(), maximumRecords: options.maximumRecords,
            earlierRecords: state.sync?.counts[stream.name] ?? 0, until: deadline, slots: slots, ledger: ledger,
            observer: observer, progress: progress)
        return await run.run()
    }
}

extension StreamReport {
    mutating func fail(_ failure: Failure) {
        if self.failure != nil { return }
        status = .failed
        self.failure = failure
    }
}
