internal import Connector
internal import JSON

/// Which slices of a scan are complete, in little memory however many there are: groups at the front that are complete
/// are forgotten, and only the position behind them is kept.
struct OpenSlices {
    /// What to remember of it; nil before the first group.
    private(set) var state: SlicingState?
    /// Whether records of some slice were left out.
    private(set) var hasGaps: Bool
    private var groups: [Group] = []

    private struct Group {
        var position: JSONObject
        var open: Set<String>
        var done: Set<String>
    }

    /// Goes on from a state.
    init(_ state: SlicingState?) {
        self.state = state
        hasGaps = state?.hasGaps ?? false
    }

    /// Records of a slice were left out.
    mutating func noteGap() {
        hasGaps = true
        state?.hasGaps = true
    }

    /// Takes note of a group, and returns its slices that are not complete.
    mutating func open(_ group: SliceGroup) -> [Slice] {
        // Of the same place, only what was left out behind it is told.
        if group.slices.isEmpty, groups.last?.position == group.position { return [] }
        let behind = state?.done ?? []
        let ids = Set(group.slices.map(\.id))
        groups.append(
            Group(position: group.position, open: ids.subtracting(behind), done: ids.intersection(behind)))
        if state == nil { state = SlicingState(position: group.position, hasGaps: hasGaps) }
        forgetComplete()
        return group.slices.filter { !behind.contains($0.id) }
    }

    /// A slice is complete.
    mutating func complete(_ id: String) {
        guard let index = groups.firstIndex(where: { $0.open.contains(id) }) else { return }
        groups[index].open.remove(id)
        groups[index].done.insert(id)
        state?.done.insert(id)
        forgetComplete()
    }

    /// The last group stays, so that its position does.
    private mutating func forgetComplete() {
        while groups.count > 1, let first = groups.first, first.open.isEmpty {
            groups.removeFirst()
            state?.done.subtract(first.done)
        }
        if let first = groups.first { state?.position = first.position }
    }
}
