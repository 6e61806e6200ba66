package import DateTime

/// Where records come from: an API or a database, opened with a configuration that fits.
///
/// The engine pulls: what a source hands over is taken when it calls `deliver`, and the source waits for the answer. It
/// may fetch ahead meanwhile, one page for each slice, but never hands over out of order. A source keeps no position of
/// its own: everything it needs to go on, in this process or another, is in the positions it hands over.
package protocol Source: Sendable {
    /// The connector's name, as states and messages show it.
    var name: String { get }

    /// The streams there are.
    func streams(until deadline: Deadline) async throws(Failure) -> [StreamDescriptor]

    /// Makes a small request that shows whether the configuration works; throws when it does not.
    func check(until deadline: Deadline) async throws(Failure)

    /// Hands over the slices of a stream, in an order that stays the same as long as the source does.
    func slices(
        of stream: String, from start: SlicingStart, until deadline: Deadline,
        _ deliver: (SliceGroup) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd

    /// Hands over the pages of one slice, from the first or from where an earlier reading stopped.
    ///
    /// Each page goes on where the one before it ended, and the last has no `next`.
    func pages(
        of slice: Slice, in stream: String, from start: ScanStart, until deadline: Deadline,
        _ deliver: (Page) async throws(Failure) -> Verdict
    ) async throws(Failure) -> ReadingEnd
}

/// What a consumer answers when something is handed over.
package enum Verdict: Hashable, Sendable {
    case proceed
    /// Nothing more is wanted.
    case stop
}

/// Why a reading ended, when it did not fail.
package enum ReadingEnd: Hashable, Sendable {
    /// Everything was handed over.
    case complete
    /// The consumer wanted no more, also when it said so of the last thing there was; or the deadline was pulled.
    case stopped
    /// What remains needs more time than there is; with `resumeAfter`, it is of no use to come back earlier.
    case outOfTime(resumeAfter: Duration?)
    /// The source does not know the position any more that the reading was to begin at. Nothing was handed over.
    case stalePosition(Failure)
}

/// What a source is given besides its configuration.
package struct SourceEnvironment: Sendable {
    /// When the sync began: what templates call `now`, and the same in all invocations of a sync.
    package var now: Timestamp
    /// Counts what the source does.
    package var activity: Activity
    /// Knows the texts that must never be shown.
    package var secrets: Secrets
    /// Takes what a person may want to know, such as that a request is repeated.
    package var log: @Sendable (LogLevel, String) -> Void
    /// Whether exchanges with the source are recorded or replayed.
    package var rehearsal: Rehearsal?

    /// An environment from its parts.
    package init(
        now: Timestamp, activity: Activity = Activity(), secrets: Secrets = Secrets(), rehearsal: Rehearsal? = nil,
        log: @escaping @Sendable (LogLevel, String) -> Void = { _, _ in }
    ) {
        self.now = now
        self.activity = activity
        self.secrets = secrets
        self.rehearsal = rehearsal
        self.log = log
    }
}

/// How a source works without, or for later without, the network. Paths are those of folders or files.
package enum Rehearsal: Hashable, Sendable {
    /// Every exchange is also written down, without secrets.
    case record(String)
    /// Nothing is sent; answers are those written down.
    case replay(String)
}

/// How important a message is.
package enum LogLevel: Int, CaseIterable, Comparable, Sendable {
    case debug, info, warning, error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
