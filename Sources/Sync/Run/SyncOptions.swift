package import Connector

/// What a run is asked for besides its source and sink.
package struct SyncOptions: Sendable {
    /// The streams to read, in this order; nil for all.
    package var streams: [String]?
    /// How many records of each stream the sync is to read at most, all its runs together.
    package var maximumRecords: Int?
    /// How many slices are read at a time.
    package var concurrency = 8
    /// When the run must be over.
    package var deadline: Deadline
    /// What is kept free at the end, besides the time that the sink takes to make records durable.
    package var reserve: Duration = .zero

    /// All of every stream, until a deadline.
    package init(deadline: Deadline = Deadline()) {
        self.deadline = deadline
    }
}
