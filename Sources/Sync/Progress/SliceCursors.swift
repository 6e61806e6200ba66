internal import Connector
internal import DateTime
internal import JSON

/// Decides when what a scan has reached becomes a cursor, and whose.
struct SliceCursors {
    /// More cursors of single slices are not kept; where cursors are instants, further slices share one.
    static let mostCursors = 1_000

    let order: CursorOrder
    private let syncStart: Timestamp
    private var count: Int

    /// Rules for a stream whose state has so many slices.
    init(order: CursorOrder, syncStart: Timestamp, count: Int) {
        self.order = order
        self.syncStart = syncStart
        self.count = count
    }

    /// Makes what the complete scan of a slice has reached its cursor.
    ///
    /// When there are too many for one each, it becomes part of what the stream as a whole has reached.
    mutating func promote(_ id: String, in state: inout StreamState) {
        let own = id.isEmpty ? state.whole : state.slices[id] ?? SliceState()
        let reached = order.later(own.cursor, own.pending)
        if !id.isEmpty, own.cursor == nil, let reached {
            if count >= Self.mostCursors, isInstant(reached.value) {
                state.whole.pending = order.later(state.whole.pending, Cursor(reached.value))
                state.slices[id] = nil
                return
            }
            count += 1
        }
        state.update(id) {
            $0.cursor = reached
            $0.pending = nil
        }
    }

    /// Lets cursors be shared where there are too many for one each, as several runs together may leave.
    mutating func limit(_ state: inout StreamState) {
        guard count > Self.mostCursors else { return }
        for id in state.slices.keys.sorted().dropFirst(Self.mostCursors) {
            guard let reached = state.slices[id]?.cursor, isInstant(reached.value) else { continue }
            state.whole.pending = order.later(state.whole.pending, Cursor(reached.value))
            state.slices[id] = nil
            count -= 1
        }
    }

    /// Whether a cursor tells a time. A number does only where the connector says so: others are numbers of records.
    private func isInstant(_ value: JSONValue) -> Bool {
        guard let key = order.key(of: value) else { return false }
        if case .number = key, order.format == nil { return false }
        return order.instant(of: key) != nil
    }

    /// Makes cursors of all that is pending: every scan is complete. With gaps, cursors that slices share stay.
    func finish(_ state: inout StreamState, hasGaps: Bool) {
        if hasGaps {
            state.whole.pending = nil
            for id in state.slices.keys { state.update(id) { $0.pending = nil } }
        }
        // Where slices have cursors of their own, only those beyond the limit have made something pending here.
        let isShared = state.slices.values.contains { $0.cursor != nil }
        let reached = isShared ? bounded(state.whole.pending) : state.whole.pending
        state.whole.cursor = order.later(state.whole.cursor, reached)
        state.whole.pending = nil
        for id in state.slices.keys {
            state.update(id) {
                $0.cursor = order.later($0.cursor, $0.pending)
                $0.pending = nil
                $0.position = nil
            }
        }
    }

    /// A cursor that slices share is not later than the beginning of the sync: what changed since then in a slice that
    /// was read early would be missed.
    private func bounded(_ pending: Cursor?) -> Cursor? {
        guard let pending, let key = order.key(of: pending.value), let instant = order.instant(of: key),
            instant > syncStart
        else { return pending }
        return Cursor(order.value(of: syncStart, like: pending.value))
    }
}
