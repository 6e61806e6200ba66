internal import Connector
internal import JSON
internal import Synchronization

/// The state of a run while streams advance, and its way into the store.
final class SyncLedger: Sendable {
    /// A store is not written more often, but for the end of streams: a disk takes milliseconds for it.
    private static let interval = Duration.seconds(2)

    private let connector: String
    private let attempt: String
    private let store: (any StateStore)?
    private let contents: Mutex<Contents>
    private let saving = Slots(1)

    /// How often a state may still be saved when the time is nearly over: while another save is under way, for what came
    /// meanwhile, and for the last time.
    private static let lastSaves = 3

    private struct Contents {
        var state: SyncState
        /// What the next run will begin with.
        var saved: SyncState
        let initial: SyncState
        var savedAt = ContinuousClock.now
        /// How long saving takes: the slowest of the last times counts, and is forgotten by and by.
        var pace = Duration.zero
        var isChanged = true
        /// Streams that have advanced since.
        var unsaved: Set<String> = []
        /// Streams that have not ended in this run.
        var openStreams = 0
        /// The numbers of this run's last commits that are in the store, or may be, by stream.
        var vouchedNumbers: [String: Int] = [:]

        mutating func vouch(for state: SyncState, _ attempt: String) {
            vouchedNumbers = state.sync?.attempts[attempt] ?? vouchedNumbers
        }
    }

    /// A ledger for a run, whose name is `attempt`.
    init(_ state: SyncState, of connector: String, attempt: String, store: (any StateStore)?) {
        self.connector = connector
        self.attempt = attempt
        self.store = store
        contents = Mutex(Contents(state: state, saved: state, initial: state))
    }

    /// How long it takes to save the state when everything is read or the time is over.
    var saveEstimate: Duration { store == nil ? .zero : contents.withLock { $0.pace * Self.lastSaves } }

    /// Whether what the next run begins with says more than what this one began with.
    var hasAdvanced: Bool {
        contents.withLock { contents in
            let (last, first) = (store == nil ? contents.state : contents.saved, contents.initial)
            return last.sync?.completed != first.sync?.completed
                || last.streams.filter { !$0.value.isEmpty } != first.streams.filter { !$0.value.isEmpty }
        }
    }

    var state: SyncState { contents.withLock { $0.state } }

    /// The numbers of this run's last commits that the store vouches for, by stream; or may vouch for, where nobody knows
    /// whether it took the state.
    var vouchedNumbers: [String: Int] { contents.withLock { $0.vouchedNumbers } }

    /// Whether the next run will know all that is durable of a stream.
    func hasSaved(_ stream: String) -> Bool {
        contents.withLock { !$0.unsaved.contains(stream) }
    }

    /// What was written of a stream before it had this state is durable. `count` is how many records of it the sync has read,
    /// where the next run must know.
    func advance(_ stream: String, to state: StreamState, number: Int, count: Int?, isComplete: Bool) {
        contents.withLock { contents in
            if let count { contents.state.sync?.counts[stream] = count }
            if number > 0 { contents.state.sync?.attempts[attempt, default: [:]][stream] = number }
            contents.state.streams[stream] = state
            if isComplete { contents.state.sync?.completed.insert(stream) }
            contents.isChanged = true
            contents.unsaved.insert(stream)
        }
    }

    /// The sync is over: what comes next is another.
    func endSync() {
        contents.withLock { $0.state.sync = nil }
    }

    /// Saves the state if there is news that no other save has taken along, and, unless `now`, the last time is a while ago.
    func save(now isUrgent: Bool = false) async throws(Failure) {
        guard let store else { return }
        try await saving.withSlot { () throws(Failure) in
            let state = contents.withLock { contents -> SyncState? in
                let isDue = isUrgent || ContinuousClock.now - contents.savedAt >= Self.interval
                guard isDue, contents.isChanged else { return nil }
                contents.isChanged = false
                contents.savedAt = .now
                return contents.state
            }
            guard let state else { return }
            try await replace(state) { (state) throws(Failure) in try await store.save(state) }
        }
    }

    /// So many streams will end in this run.
    func begin(streams: Int) {
        contents.withLock { $0.openStreams = streams }
    }

    /// Saves the state as the end of a stream leaves it, unless it was the last to end: the end of the run, which follows at
    /// once, takes it along.
    func saveEndOfStream() async throws(Failure) {
        let isLast = contents.withLock { contents in
            contents.openStreams -= 1
            return contents.openStreams == 0
        }
        if !isLast { try await save(now: true) }
    }

    /// Saves the state for the last time.
    func conclude() async throws(Failure) {
        guard let store else { return }
        try await saving.withSlot { () throws(Failure) in
            try await replace(self.state) { (state) throws(Failure) in try await store.conclude(state) }
        }
    }

    private func replace(
        _ state: SyncState, by write: (JSONValue) async throws(Failure) -> Void
    ) async throws(Failure) {
        let start = ContinuousClock.now
        do throws(Failure) {
            try await write(state.json(of: connector))
        } catch {
            contents.withLock { contents in
                contents.isChanged = true
                // The answer may be what failed.
                if error.kind != .stateConflict { contents.vouch(for: state, attempt) }
            }
            throw error
        }
        contents.withLock { contents in
            contents.pace = max(.now - start, contents.pace * 7 / 8)
            contents.saved = state
            contents.unsaved = contents.unsaved.filter { contents.state.streams[$0] != state.streams[$0] }
            contents.vouch(for: state, attempt)
        }
    }
}
