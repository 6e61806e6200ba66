internal import Connector
internal import JSON

/// What a run knows of a stream while it is read: how far it is, what was counted, and whether it is to go on.
struct StreamTally {
    var progress: StreamProgress
    var report: StreamReport
    private let stream: StreamDescriptor
    private let maximumRecords: Int?
    /// How many records earlier runs of the sync have read.
    private let earlierRecords: Int
    /// Whether all slices were found and their scans are complete.
    private(set) var isComplete = false
    /// Whether nothing more of it is wanted in this sync.
    var isOver: Bool { isComplete || hasEnough }
    private var foundAllSlices = false
    private var hasUnfinishedSlice = false
    private var hasEnough = false
    private var waits: [Duration?] = []
    /// How many records were durable at the last commit, where there was no time for another; nil where there was.
    private var durableCount: Int?
    private var countAtCommit = 0
    /// How many records, most of them of earlier runs, were taken back because their scan began again.
    private var droppedCount = 0

    init(_ stream: StreamDescriptor, _ progress: StreamProgress, maximumRecords: Int?, earlierRecords: Int) {
        self.stream = stream
        self.progress = progress
        self.maximumRecords = maximumRecords
        self.earlierRecords = earlierRecords
        report = StreamReport(stream.name)
    }

    /// How many more records are wanted.
    private var room: Int? { maximumRecords.flatMap { most in countedRecords.map { most - $0 } } }
    /// How many records the sync has read, which only those count that must not have more of them.
    var countedRecords: Int? {
        maximumRecords.map { _ in max(earlierRecords + report.recordCount - droppedCount, 0) }
    }

    /// What the sink kept in the state of earlier runs.
    var sinkState: JSONObject { progress.state.others }

    /// What is to be written of a page.
    struct Part {
        var records: RecordBatch
        /// Where the scan goes on behind them.
        var next: Position?
        var reached: Cursor?
    }

    /// What is to be written of a page; nil for nothing, when the stream is to stop. Throws when there were too many
    /// errors, before anything of the page counts.
    mutating func part(of page: Page) throws(Failure) -> Part? {
        if hasEnough || report.failure != nil { return nil }
        try countErrors(page.errorCount, page.notes)
        guard let room, page.records.count > room else {
            return Part(records: page.records, next: page.next, reached: page.reached)
        }
        let count = max(room, 0)
        return Part(
            records: page.records.part(from: 0, count: count),
            next: Position(page.start.place, skip: page.start.skip + count), reached: page.reachedWithin(count))
    }

    /// Slices were found. What was left out on the way there makes a gap. Throws when there were too many errors.
    mutating func found(_ group: SliceGroup) throws(Failure) {
        if group.errorCount > 0 { progress.noteGap() }
        try countErrors(group.errorCount, group.notes)
    }

    /// A part of a page is written, but for the records that the sink left out. Returns whether there are enough records.
    mutating func wrote(_ part: Part, of page: Page, in slice: Slice, leftOut: Int) -> Bool {
        report.recordCount += part.records.count - leftOut
        if page.endsAnswer { report.pageCount += 1 }
        progress.wrote(
            upTo: part.next, reached: part.reached, of: slice, leavesGap: page.leavesGap,
            count: maximumRecords == nil ? 0 : max(part.records.count - leftOut, 0))
        if slice == .whole, part.next == nil { finish() }
        if let room, room <= 0 { hasEnough = true }
        return hasEnough
    }

    /// Records of a scan that begins again were taken back: others may come in their place.
    mutating func dropped(_ count: Int) {
        droppedCount += count
    }

    /// Something was left out because of errors. Throws when that is too much.
    mutating func countErrors(_ count: Int, _ notes: [String]) throws(Failure) {
        report.errorCount += count
        for note in notes { report.add(note: note) }
        guard count > 0, let most = stream.maximumErrors, report.errorCount > most else { return }
        throw Failure(
            .data, "more than \(most) errors, the last one: \(notes.last ?? "unknown")",
            hint: "`max_errors` in the connector says how many are left out before the stream fails")
    }

    /// There are no more slices, or no time for more.
    mutating func slicesEnded(_ end: ReadingEnd) {
        foundAllSlices = end == .complete
        if case .outOfTime(let wait) = end { waits.append(wait) }
    }

    /// Everything so far is durable.
    mutating func committed(leftOut: Int) {
        report.recordCount -= leftOut
        report.errorCount += leftOut
        countAtCommit = report.recordCount
        if durableCount != nil { durableCount = countAtCommit }
    }

    /// There was no time to make more durable: the next run reads it again.
    mutating func ranOutOfTime(_ failure: Failure) {
        durableCount = countAtCommit
        hasUnfinishedSlice = true
        report.add(note: "there was no time to make everything durable that was read: \(failure.message)")
    }

    /// A slice is over for this run.
    mutating func sliceEnded(_ end: ReadingEnd) {
        if end != .complete { hasUnfinishedSlice = true }
        if case .outOfTime(let wait) = end { waits.append(wait) }
    }

    /// Ends the scan of the stream, if nothing of it is left.
    mutating func finishIfComplete() {
        if foundAllSlices, !hasUnfinishedSlice, report.failure == nil, !isComplete { finish() }
    }

    private mutating func finish() {
        progress.finish()
        isComplete = true
    }

    /// The report, when nothing more comes.
    mutating func concluded(after duration: Duration) -> StreamReport {
        report.duration = duration
        let isOver = durableCount == nil && (isComplete || hasEnough)
        if report.failure == nil { report.status = isOver ? .succeeded : .incomplete }
        if let durableCount { report.recordCount = durableCount }
        // What could not be written is nowhere.
        if let kind = report.failure?.kind, [.destination, .stateConflict].contains(kind) {
            report.recordCount = countAtCommit
        }
        if !waits.isEmpty, !waits.contains(nil) { report.resumeAfter = waits.compactMap { $0 }.min() }
        let cursors = [progress.state.whole.cursor] + progress.state.slices.values.map(\.cursor)
        if cursors.contains(where: { $0?.isBoundaryCut ?? false }) {
            report.add(
                note:
                    "more than \(Cursor.mostBoundaryRecords) records are at the cursor itself; the next sync may repeat them"
            )
        }
        return report
    }
}
