internal import Connector
package import JSON

/// How far one stream was read.
package struct StreamState: Hashable, Sendable {
    /// The stream as a whole: its one slice, or the cursor that slices share.
    package var whole = SliceState()
    /// Slices that have something to remember, by their ids.
    package var slices: [String: SliceState] = [:]
    /// The slices that an unfinished scan has behind it; nil when none is unfinished.
    package var slicing: SlicingState?
    /// Everything else: what the sink keeps, and what is unknown here.
    package var others: JSONObject = [:]

    /// Nothing was read.
    package init() {}

    /// Whether there is nothing to remember.
    package var isEmpty: Bool { self == StreamState() }

    /// The state of a slice; of one that has no cursor of its own, with the stream's.
    package func slice(_ id: String) -> SliceState {
        if id.isEmpty { return whole }
        var state = slices[id] ?? SliceState()
        if state.cursor == nil { state.cursor = whole.cursor }
        return state
    }
}

/// Which slices of an unfinished scan are complete: all before a position, and some behind it.
package struct SlicingState: Hashable, Sendable {
    /// The position of the first group that is not complete; nil for the first of all.
    package var position: JSONObject?
    /// The complete slices from that group on.
    package var done: Set<String>
    /// The slices of a shard, which are all that is read, complete or not; nil where there are no shards.
    package var only: Set<String>?
    /// Whether records of some slice were left out because of errors, so that a cursor that slices share stays where it is.
    package var hasGaps: Bool

    /// A state from its parts.
    package init(
        position: JSONObject? = nil, done: Set<String> = [], only: Set<String>? = nil, hasGaps: Bool = false
    ) {
        self.position = position
        self.done = done
        self.only = only
        self.hasGaps = hasGaps
    }
}

extension StreamState {
    /// Sets members that are unknown here; one that is null is removed.
    mutating func keep(_ members: JSONObject) {
        for member in members {
            // Not a conditional expression: in one, nil would be JSON's null.
            if member.value.isNull { others[member.key] = nil } else { others[member.key] = member.value }
        }
    }

    private static let memberNames = Set(SliceState.memberNames + ["partitions", "slices"])

    /// The stream's state as a state file has it.
    package var json: JSONObject {
        var object = JSONObject()
        whole.write(to: &object)
        if !slices.isEmpty {
            var partitions = JSONObject()
            for (id, state) in slices.sorted(by: { $0.key < $1.key }) {
                var members = JSONObject()
                state.write(to: &members)
                partitions[id] = .object(members)
            }
            object["partitions"] = .object(partitions)
        }
        if let slicing {
            var members = JSONObject()
            members["position"] = slicing.position.map { .object($0) }
            members["done"] = .array(slicing.done.sorted().map { .string($0) })
            members["only"] = slicing.only.map { .array($0.sorted().map { .string($0) }) }
            if slicing.hasGaps { members["gaps"] = true }
            object["slices"] = .object(members)
        }
        for member in others { object[member.key] = member.value }
        return object
    }

    /// Reads a stream's state; throws what is wrong, as the end of a sentence.
    init(_ value: JSONValue) throws(StateFault) {
        guard let object = value.object else { throw StateFault("must be an object") }
        whole = try SliceState(object)
        for member in object where !Self.memberNames.contains(member.key) { others[member.key] = member.value }
        let finished = try readPartitions(object["partitions"])
        try readSlicing(object["slices"])
        // States of other programs mark the partitions that an unfinished scan has behind it.
        if slicing == nil, !finished.isEmpty, finished.count < (object["partitions"]?.object?.count ?? 0) {
            slicing = SlicingState(done: finished)
        }
    }

    /// Reads the partitions, and returns those that are marked as complete.
    private mutating func readPartitions(_ value: JSONValue?) throws(StateFault) -> Set<String> {
        guard let value, !value.isNull else { return [] }
        guard let partitions = value.object else { throw StateFault("`partitions` must be an object") }
        var finished: Set<String> = []
        for partition in partitions {
            guard let members = partition.value.object else {
                throw StateFault("partition \(partition.key) must be an object")
            }
            do throws(StateFault) {
                let state = try SliceState(members)
                if !state.isEmpty { slices[partition.key] = state }
            } catch {
                throw StateFault("in partition \(partition.key) \(error.reason)")
            }
            if members["completed"]?.bool == true { finished.insert(partition.key) }
        }
        return finished
    }

    private mutating func readSlicing(_ value: JSONValue?) throws(StateFault) {
        guard let value, !value.isNull else { return }
        guard let members = value.object else {
            throw StateFault("`slices` must be an object")
        }
        var slicing = SlicingState()
        slicing.done = try Self.names(in: members, "done") ?? []
        slicing.only = try Self.names(in: members, "only")
        if let position = members["position"], !position.isNull {
            guard let position = position.object else { throw StateFault("`slices.position` must be an object") }
            slicing.position = position
        }
        slicing.hasGaps = members["gaps"]?.bool ?? false
        self.slicing = slicing
    }

    private static func names(in members: JSONObject, _ name: String) throws(StateFault) -> Set<String>? {
        guard let value = members[name], !value.isNull else { return nil }
        guard let elements = value.array else { throw StateFault("`slices.\(name)` must be a list of texts") }
        var names: Set<String> = []
        for element in elements {
            guard let text = element.string else { throw StateFault("`slices.\(name)` must be a list of texts") }
            names.insert(text)
        }
        return names
    }
}
