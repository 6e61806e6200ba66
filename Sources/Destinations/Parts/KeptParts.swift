internal import JSON

/// What the state of a stream says of parts.
///
///     "parts": {"<slice>": ["dt=2024-12-03/part-….parquet"]}    of scans that are not complete
///     "dropped": ["dt=2024-12-03/part-….parquet"]               of scans that began again
///
/// A scan that is to begin again drops its parts. They are not removed at once: a process that is killed before the new
/// state is saved goes on with the old one, for which they count. So the state first says that they are dropped, and they
/// are removed when a run begins with that state, or when the sync ends.
struct KeptParts {
    /// For each unfinished scan its parts, by their paths in the stream's folder.
    var unfinished: [String: [String]] = [:]
    /// The parts that no longer count.
    var dropped: [String] = []

    /// Nothing was written.
    init() {}

    /// What a state says. A path that cannot be one of ours is passed over.
    init(_ state: JSONObject) {
        for member in state["parts"]?.object ?? [:] {
            let paths = Self.paths(member.value)
            if !paths.isEmpty { unfinished[member.key] = paths }
        }
        dropped = Self.paths(state["dropped"] ?? .null)
    }

    private static func paths(_ value: JSONValue) -> [String] {
        (value.array ?? []).compactMap(\.string).filter { isPart($0) }
    }

    /// A state is outside data, and must not lead to the removal of anything else.
    private static func isPart(_ path: String) -> Bool {
        let words = path.split(separator: "/", omittingEmptySubsequences: false)
        return words.count == 2 && words[0].hasPrefix("dt=") && words[1].hasPrefix("part-")
            && words[1].hasSuffix(".parquet")
    }

    /// What concerns a shard with these slices. What is dropped already is left to the whole.
    func part(for slices: Set<String>) -> KeptParts {
        var part = KeptParts()
        part.unfinished = unfinished.filter { slices.contains($0.key) }
        return part
    }

    /// Takes up what the state of a shard says, which alone knows of its slices; nil for all of them.
    mutating func fold(_ shard: KeptParts, of slices: Set<String>?) {
        unfinished = unfinished.filter { part in slices.map { !$0.contains(part.key) } ?? false }
        unfinished.merge(shard.unfinished) { _, new in new }
        dropped += shard.dropped.filter { !dropped.contains($0) }
    }

    /// The members of the state; null where there is nothing to say.
    var state: JSONObject {
        var parts = JSONObject()
        for (slice, paths) in unfinished.sorted(by: { $0.key < $1.key }) where !paths.isEmpty {
            parts[slice] = .array(paths.map { .string($0) })
        }
        return [
            "parts": parts.isEmpty ? .null : .object(parts),
            "dropped": dropped.isEmpty ? .null : .array(dropped.map { .string($0) }),
        ]
    }
}
