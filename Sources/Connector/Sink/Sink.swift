package import DateTime
package import JSON

/// Where records go.
package protocol Sink: Sendable {
    /// Whether the records of one stream must not be mixed with those of another.
    var keepsStreamsApart: Bool { get }
    /// Whether what is written is durable at once, so that a commit after every page costs nothing.
    var commitsAtOnce: Bool { get }

    /// How long a commit of everything that is not durable yet would take now.
    var flushEstimate: Duration { get }

    /// Prepares for a run, before any stream is opened: what earlier runs of the same sync left behind and the state does
    /// not vouch for is removed.
    func begin(_ attempt: SyncAttempt) async throws(Failure)

    /// Begins or continues a stream. `state` has the members of the stream's state that commits of earlier runs made.
    func open(_ stream: StreamDescriptor, state: JSONObject) async throws(Failure) -> any StreamSink

    /// The sync is over, after the last commit: what is still left of runs that were believed dead is removed.
    func end() async throws(Failure)

    /// Another run has taken the state: what this run has made durable is removed again, but for what the state vouches
    /// for. `vouched` has the numbers of this run's last commits that were saved, by stream.
    func retract(beyond vouched: [String: Int]) async

    /// Of what commits have left in a stream's state, what concerns a shard with these slices.
    func part(of kept: JSONObject, for slices: Set<String>) -> JSONObject

    /// Takes up in a stream's state what commits of a shard with these slices have left in its state; nil for one that has all
    /// of the stream.
    func fold(_ shard: JSONObject, of slices: Set<String>?, into kept: JSONObject) throws(Failure) -> JSONObject
}

extension Sink {
    package var flushEstimate: Duration { .zero }
    package func retract(beyond vouched: [String: Int]) async {}
    package func begin(_ attempt: SyncAttempt) async throws(Failure) {}
    package func end() async throws(Failure) {}
    package func part(of kept: JSONObject, for slices: Set<String>) -> JSONObject { kept }
    package func fold(_ shard: JSONObject, of slices: Set<String>?, into kept: JSONObject) -> JSONObject { shard }
}

/// Which run of which sync writes.
package struct SyncAttempt: Hashable, Sendable {
    /// The sync, which may take several runs.
    package var syncID: String
    /// When the sync began.
    package var startedAt: Timestamp
    /// The shard of the sync that the run is for, whose files are all that concerns it; nil for the whole sync.
    package var shard: String?
    /// The run, among those of the sync; of a shard, it begins with the shard and a hyphen.
    package var id: String
    /// Whether no run of the sync came before it.
    package var isFirst: Bool
    /// What the state vouches for: for each run of the sync so far, how many commits' worth of each stream is durable, in
    /// the numbers that commits told.
    package var committed: [String: [String: Int]]
    /// What the sink kept in the states of streams, by their names; of all streams, also of those that are complete.
    package var kept: [String: JSONObject]

    /// An attempt from its parts.
    package init(
        syncID: String, startedAt: Timestamp, shard: String? = nil, id: String, isFirst: Bool = false,
        committed: [String: [String: Int]] = [:], kept: [String: JSONObject] = [:]
    ) {
        self.syncID = syncID
        self.startedAt = startedAt
        self.shard = shard
        self.id = id
        self.isFirst = isFirst
        self.committed = committed
        self.kept = kept
    }
}

/// Where the records of one stream go. Calls come one after another, from any task.
package protocol StreamSink: Sendable {
    /// Takes the records of a page that is part of a slice; `endsSlice` with the last of them, of which there may be none.
    func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) async throws(Failure) -> Written

    /// Drops what was written of a slice whose scan is not complete, by this run or an earlier one: it is scanned again.
    /// Returns whether all of it could be dropped.
    func drop(_ slice: Slice) async throws(Failure) -> Bool

    /// Makes everything that was written durable. The state advances when this has returned, and not before.
    func commit() async throws(Failure) -> Commit
}

extension StreamSink {
    package func drop(_ slice: Slice) async throws(Failure) -> Bool { false }
}

/// What became of records that a sink took.
package struct Written: Sendable {
    /// Whether it would be good to commit now.
    package var isCommitDue = false
    /// How many records were left out because of errors.
    package var leftOut = 0
    /// What a person should know about what was left out.
    package var notes: [String] = []

    /// All of them are written, and there is no hurry to commit.
    package init() {}
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
    /// How many records were left out because of errors that only came to light now.
    package var leftOut = 0
    /// What a person should know about them.
    package var notes: [String] = []

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
