package import DateTime
package import JSON

/// Where records go.
package protocol Sink: Sendable {
    /// Whether the records of one stream must not be mixed with those of another.
    var keepsStreamsApart: Bool { get }
    /// Whether what is written is durable at once, so that a commit after every page costs nothing.
    var commitsAtOnce: Bool { get }

    /// Prepares for a run, before any stream is opened: what earlier runs of the same sync left behind and the state does
    /// not vouch for is removed.
    func begin(_ attempt: SyncAttempt) async throws(Failure)

    /// Begins or continues a stream. `state` has the members of the stream's state that commits of earlier runs made.
    func open(_ stream: StreamDescriptor, state: JSONObject) async throws(Failure) -> any StreamSink

    /// The sync is over, after the last commit: what is still left of runs that were believed dead is removed.
    func end() async throws(Failure)
}

extension Sink {
    package func begin(_ attempt: SyncAttempt) async throws(Failure) {}
    package func end() async throws(Failure) {}
}

/// Which run of which sync writes.
package struct SyncAttempt: Hashable, Sendable {
    /// The sync, which may take several runs.
    package var syncID: String
    /// When the sync began.
    package var startedAt: Timestamp
    /// The run, among those of the sync.
    package var id: String
    /// What the state vouches for: for each run of the sync so far, how many commits' worth of each stream is durable, in
    /// the numbers that commits told.
    package var committed: [String: [String: Int]]

    /// An attempt from its parts.
    package init(syncID: String, startedAt: Timestamp, id: String, committed: [String: [String: Int]] = [:]) {
        self.syncID = syncID
        self.startedAt = startedAt
        self.id = id
        self.committed = committed
    }
}

/// Where the records of one stream go. Calls come one after another, from any task.
package protocol StreamSink: Sendable {
    /// Takes the records of a page that is part of a slice; `endsSlice` with the last of them, of which there may be none.
    /// Returns whether it would be good to commit now.
    func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) async throws(Failure) -> Bool

    /// Drops what was written of a slice whose scan is not complete, by this run or an earlier one: it is scanned again.
    /// Returns whether all of it could be dropped.
    func drop(_ slice: Slice) async throws(Failure) -> Bool

    /// Makes everything that was written durable. The state advances when this has returned, and not before.
    func commit() async throws(Failure) -> Commit
}

extension StreamSink {
    package func drop(_ slice: Slice) async throws(Failure) -> Bool { false }
}

/// What a sink made durable.
package struct Commit: Sendable {
    /// All files of the stream so far, in this run.
    package var files: [OutputFile] = []
    /// The number that the state shall vouch for: of the last part of this run that is durable.
    package var number = 0
    /// What the sink wants to know when the stream goes on in another run: members of the stream's state. One that is
    /// null is removed.
    package var state: JSONObject = [:]

    /// Nothing to report.
    package init() {}
}

/// A file that holds records.
package struct OutputFile: Hashable, Sendable {
    /// The path or URL.
    package var location: String
    package var rows: Int
    package var bytes: Int
    package var rowGroups: Int

    /// A file from its parts.
    package init(location: String, rows: Int, bytes: Int, rowGroups: Int) {
        self.location = location
        self.rows = rows
        self.bytes = bytes
        self.rowGroups = rowGroups
    }
}
