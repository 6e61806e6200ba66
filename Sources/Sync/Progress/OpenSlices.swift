internal import Connector
internal import JSON

/// Which slices of a scan are complete, in little memory however many there are: groups at the front that are complete
/// are forgotten, and only the position behind them is kept.
///
/// What a state is to remember stands in that state alone: a second copy would be copied with every slice that is complete.
struct OpenSlices {
    /// So many slices may be complete behind the first group that is not, before no more groups should be opened.
    static let mostBehind = 2_000

    /// Whether records of some slice were left out.
    private(set) var hasGaps: Bool
    private var groups: [Group] = []
    /// How many groups came before those.
    private var forgottenCount = 0
    /// The numbers of the groups that have the slices that are not complete.
    private var places: [String: Int] = [:]
    private var countBehind = 0
    /// Of a shard, the slices that have not come yet; nil where there are no shards.
    private var awaited: Set<String>?

    private struct Group {
        var position: JSONObject
        var openCount = 0
        var done: [String] = []
    }

    /// Goes on from a state.
    init(_ state: SlicingState?) {
        hasGaps = state?.hasGaps ?? false
        awaited = state?.only.map { [done = state?.done ?? []] in $0.subtracting(done) }
    }

    /// How many slices of a shard have not come yet; nil where there are no shards.
    var awaitedCount: Int? { awaited?.count }

    /// Whether another group may be opened: the slices that are complete behind one that is not must be remembered.
    var hasRoom: Bool { countBehind <= Self.mostBehind }

    /// Records of a slice were left out.
    mutating func noteGap(in state: inout SlicingState?) {
        hasGaps = true
        state?.hasGaps = true
    }

    /// Takes note of a group, and returns its slices that are neither complete nor open already.
    mutating func open(_ group: SliceGroup, in state: inout SlicingState?) -> [Slice] {
        // Of the same place, only what was left out behind it is told.
        if group.slices.isEmpty, groups.last?.position == group.position { return [] }
        let behind = state?.done ?? []
        var own = Group(position: group.position)
        var toRead: [Slice] = []
        for slice in group.slices where state?.only?.contains(slice.id) ?? true {
            awaited?.remove(slice.id)
            if behind.contains(slice.id) {
                own.done.append(slice.id)
            } else if places[slice.id] == nil {
                places[slice.id] = forgottenCount + groups.count
                own.openCount += 1
                toRead.append(slice)
            }
        }
        if !groups.isEmpty { countBehind += own.done.count }
        groups.append(own)
        if state == nil { state = SlicingState(position: group.position, hasGaps: hasGaps) }
        forgetComplete(in: &state)
        return toRead
    }

    /// A slice is complete.
    mutating func complete(_ id: String, in state: inout SlicingState?) {
        guard let number = places.removeValue(forKey: id) else { return }
        let index = number - forgottenCount
        guard groups.indices.contains(index) else { return }
        groups[index].openCount -= 1
        groups[index].done.append(id)
        state?.done.insert(id)
        if index > 0 { countBehind += 1 } else { forgetComplete(in: &state) }
    }

    /// The last group stays, so that its position does. A shard remembers all of its slices: the whole has to know them.
    private mutating func forgetComplete(in state: inout SlicingState?) {
        var count = 0
        while count + 1 < groups.count, groups[count].openCount == 0 {
            if state?.only == nil { for id in groups[count].done { state?.done.remove(id) } }
            count += 1
            countBehind -= groups[count].done.count
        }
        groups.removeFirst(count)
        forgottenCount += count
        if let first = groups.first { state?.position = first.position }
    }
}
