package import Connector
package import JSON

/// Cuts the slices of a sync into shards of about the same size. It does no I/O.
///
/// Slices are added in the order in which the source hands them over, and a shard has slices that follow one another: so
/// whoever reads it looks through no more of the source's slices than these.
package struct ShardCutter {
    /// More shards are not made: a map of a state machine takes no more.
    package static let mostShards = 10_000
    /// More slices are not held in memory.
    package static let mostSlices = 1_000_000

    private var streams: [PlannedStream] = []
    private var known: Set<String> = []

    /// Nothing is planned yet.
    package init() {}

    /// How many slices there are; a stream that has none counts as one.
    package var sliceCount: Int { streams.reduce(0) { $0 + $1.weight } }

    /// The streams, in order.
    package var streamNames: [String] { streams.map(\.name) }

    /// Begins with a stream.
    package mutating func begin(_ stream: StreamDescriptor) {
        streams.append(PlannedStream(name: stream.name, slicesAreJobs: stream.slicesAreJobs))
        known = []
    }

    /// Adds slices of the stream that was begun last, but for those that are `done`. False when there are too many.
    package mutating func add(_ group: SliceGroup, done: Set<String>) -> Bool {
        guard let last = streams.indices.last else { return true }
        if group.slices == [.whole] { return true }
        streams[last].isDivided = true
        var added: [PlannedSlice] = []
        for slice in group.slices where !done.contains(slice.id) && known.insert(slice.id).inserted {
            added.append(PlannedSlice(id: slice.id, cursorKey: slice.cursorKey))
        }
        if !added.isEmpty {
            streams[last].groups.append((position: group.position, first: streams[last].slices.count))
            streams[last].slices += added
        }
        return sliceCount <= Self.mostSlices
    }

    /// At most so many shards, each named by `name` with its number.
    package func shards(_ wanted: Int, name: (Int) -> String) -> [Shard] {
        let most = max(1, min(wanted, Self.mostShards))
        // What takes long, nobody knows how long, is alone where that is possible.
        let alone = streams.reduce(0) { $0 + $1.countAlone }
        let others = sliceCount - alone
        let keepsAlone = alone + (others > 0 ? 1 : 0) <= most
        let (count, room) = keepsAlone ? (others, max(most - alone, 1)) : (sliceCount, most)
        var filling = Filling(size: max((count + room - 1) / room, 1), keepsAlone: keepsAlone)
        for stream in streams { filling.add(stream) }
        return filling.finish().enumerated().map { Shard(name: name($0.offset), parts: $0.element) }
    }
}

/// A part of a sync that is read by itself.
package struct Shard: Sendable {
    package var name: String
    package var parts: [ShardPart]
}

/// What a shard has of one stream.
package struct ShardPart: Sendable {
    package var stream: String
    /// Its slices; nil for a stream that has none.
    package var slices: [PlannedSlice]?
    /// Where to begin so that the first of them comes.
    package var position: JSONObject?
}

/// A slice as far as a plan knows it.
package struct PlannedSlice: Hashable, Sendable {
    package var id: String
    package var cursorKey: String
}

private struct PlannedStream {
    var name: String
    var slicesAreJobs: Bool
    /// Whether the source divides it at all.
    var isDivided = false
    var slices: [PlannedSlice] = []
    /// Where the groups of slices begin, for the source and among the slices.
    var groups: [(position: JSONObject, first: Int)] = []

    var weight: Int { max(slices.count, 1) }
    /// How many of its slices, or itself, should not share a shard.
    var countAlone: Int { isDivided ? slicesAreJobs ? slices.count : 0 : 1 }

    func part(_ range: Range<Int>) -> ShardPart {
        guard isDivided else { return ShardPart(stream: name) }
        // The last group that begins before the first of the slices, or with it.
        let position = groups.last { $0.first <= range.lowerBound }?.position
        return ShardPart(stream: name, slices: Array(slices[range]), position: position)
    }
}

/// Fills one shard after another.
private struct Filling {
    let size: Int
    let keepsAlone: Bool
    private var full: [[ShardPart]] = []
    private var open: [ShardPart] = []
    private var count = 0

    init(size: Int, keepsAlone: Bool) {
        self.size = size
        self.keepsAlone = keepsAlone
    }

    mutating func add(_ stream: PlannedStream) {
        let isAlone = keepsAlone && stream.countAlone > 0
        var next = 0
        repeat {
            let room = isAlone ? 1 : size - count
            let end = min(next + room, max(stream.slices.count, next))
            let part = stream.part(next..<end)
            if isAlone {
                full.append([part])
            } else {
                open.append(part)
                count += max(end - next, 1)
                if count >= size { close() }
            }
            next = end
        } while next < stream.slices.count
    }

    private mutating func close() {
        if !open.isEmpty { full.append(open) }
        (open, count) = ([], 0)
    }

    mutating func finish() -> [[ShardPart]] {
        close()
        return full
    }
}
