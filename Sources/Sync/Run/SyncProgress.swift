internal import Synchronization

/// How far a run has come, for those who look at it while it works.
package final class SyncProgress: Sendable {
    private let recordCount = Atomic<Int>(0)
    private let finishedCount = Atomic<Int>(0)
    private let streamCount = Atomic<Int>(0)
    private let name = Mutex("")

    /// Nothing was read yet.
    package init() {}

    /// Records written.
    package var records: Int { recordCount.load(ordering: .relaxed) }
    /// Streams that are over, however they ended.
    package var finishedStreams: Int { finishedCount.load(ordering: .relaxed) }
    /// All streams of the run.
    package var streams: Int { streamCount.load(ordering: .relaxed) }
    /// The stream that began last.
    package var stream: String { name.withLock { $0 } }

    func begin(streams: Int) { streamCount.store(streams, ordering: .relaxed) }
    func begin(_ stream: String) { name.withLock { $0 = stream } }
    func add(records: Int) { recordCount.add(records, ordering: .relaxed) }
    func finishStream() { finishedCount.add(1, ordering: .relaxed) }
}
