internal import Connector
internal import DateTime
internal import JSON

/// Decides what is read of a stream, and what its state is after each page. It does no I/O and has no clock.
///
/// What it is told must have happened: a page counts once it is written, and the state it yields holds once everything
/// written before is durable.
struct StreamProgress {
    private static let mostRestarts = 20

    private(set) var state: StreamState
    private var slices: OpenSlices
    private var cursors: SliceCursors

    /// Goes on from a state, in a sync that began at an instant.
    init(_ state: StreamState, order: CursorOrder, syncStart: Timestamp) {
        self.state = state
        slices = OpenSlices(state.slicing)
        cursors = SliceCursors(order: order, syncStart: syncStart, count: state.slices.count)
    }

    /// Where slices begin.
    var slicingPosition: JSONObject? { state.slicing?.position }

    /// The cursor of a key.
    func cursor(forKey key: String) -> Cursor? { state.slice(key).cursor }

    /// Where to begin with a slice.
    func start(of slice: Slice) -> ScanStart {
        ScanStart(state.slice(slice.id).position ?? .start, after: cursor(forKey: slice.cursorKey))
    }

    /// Takes note of slices, and returns those that are still to be read.
    mutating func open(_ group: SliceGroup) -> [Slice] {
        if group.slices == [.whole] { return group.slices }
        return slices.open(group, in: &state.slicing)
    }

    /// Whether no slices need to be found any more: those of a shard are known.
    var hasAllSlices: Bool { slices.awaitedCount == 0 }

    /// Whether slices of a shard have not been found.
    var missesSlices: Bool { (slices.awaitedCount ?? 0) > 0 }

    /// Whether another group of slices should be opened, so that the state stays small behind a slice that takes long.
    var hasRoomForSlices: Bool { slices.hasRoom }

    /// Slices, or records of slices, were left out.
    mutating func noteGap() {
        slices.noteGap(in: &state.slicing)
    }

    /// The records of a slice up to `next` are written; without `next`, all of them, or, with a gap, all that there will be.
    /// `count` is how many they are, where that counts.
    mutating func wrote(
        upTo next: Position?, reached: Cursor?, of slice: Slice, leavesGap: Bool = false, count: Int = 0
    ) {
        state.update(slice.cursorKey) { $0.pending = cursors.order.later($0.pending, reached) }
        state.update(slice.id) {
            $0.position = next
            if next == nil { $0.restarts = 0 }
            $0.written = next == nil ? 0 : $0.written + count
        }
        if next == nil { complete(slice, leavesGap: leavesGap) }
    }

    private mutating func complete(_ slice: Slice, leavesGap: Bool) {
        if leavesGap {
            noteGap()
            if slice.cursorKey == slice.id { state.update(slice.id) { $0.pending = nil } }
        } else if let reaches = slice.reaches {
            state.update(slice.cursorKey) { $0.pending = cursors.order.later($0.pending, Cursor(reaches)) }
        }
        if slice.cursorKey == slice.id { cursors.promote(slice.id, in: &state) }
        guard !slice.id.isEmpty else { return }
        slices.complete(slice.id, in: &state.slicing)
    }

    /// A slice is to be read from its beginning, because its position is of no use. Returns how many records were written of
    /// it, as far as they were counted. Throws when that was so too often: what is forgotten from each run to the next must be
    /// read in one.
    mutating func restart(_ slice: Slice) throws(TooManyRestarts) -> Int {
        let (count, written) = (state.slice(slice.id).restarts, state.slice(slice.id).written)
        guard count < Self.mostRestarts else {
            // Whoever comes next, with more time perhaps, may try anew.
            state.update(slice.id) { $0.restarts = 0 }
            throw TooManyRestarts(count: count)
        }
        state.update(slice.id) {
            $0.position = nil
            $0.restarts = count + 1
            $0.written = 0
        }
        if slice.cursorKey == slice.id { state.update(slice.id) { $0.pending = nil } }
        return written
    }

    /// Slices are to be found from the first, because the position of their group is of no use.
    mutating func restartSlicing() {
        state.slicing = state.slicing.map { SlicingState(done: $0.done, only: $0.only, hasGaps: $0.hasGaps) }
        slices = OpenSlices(state.slicing)
    }

    /// All slices are complete.
    mutating func finish() {
        cursors.finish(&state, hasGaps: slices.hasGaps)
        // The whole of which this is a shard has to know which slices it had.
        state.slicing = state.slicing?.only.map { SlicingState(only: $0, hasGaps: slices.hasGaps) }
    }

    /// What the sink wants to find in the state.
    mutating func keep(_ members: JSONObject) {
        state.keep(members)
    }
}

/// A scan has begun again so often that it would for ever.
struct TooManyRestarts: Error {
    var count: Int
}

extension StreamState {
    /// Changes the state of a slice, or, with an empty id, of the stream as a whole.
    mutating func update(_ id: String, _ change: (inout SliceState) -> Void) {
        if id.isEmpty { return change(&whole) }
        var slice = slices[id] ?? SliceState()
        change(&slice)
        slices[id] = slice.isEmpty ? nil : slice
    }
}
