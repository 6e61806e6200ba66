package import Connector
internal import JSON

extension SyncState {
    /// The state that a shard begins with: of this one, what concerns it.
    package func part(for shard: Shard, of sink: any Sink) -> SyncState {
        var state = SyncState()
        state.sync = sync
        state.sync?.shard = shard.name
        state.sync?.streams = shard.parts.map(\.stream)
        state.sync?.plan = nil
        state.sync?.completed = []
        state.sync?.attempts = [:]
        for part in shard.parts {
            let whole = streams[part.stream] ?? StreamState()
            guard let slices = part.slices else {
                // All of it is the shard's, also slices that there are only when it is read.
                state.streams[part.stream] = whole
                continue
            }
            let ids = Set(slices.map(\.id))
            var own = StreamState()
            own.whole = whole.whole
            for slice in slices {
                for key in [slice.id, slice.cursorKey] where !key.isEmpty { own.slices[key] = whole.slices[key] }
            }
            own.slicing = SlicingState(position: part.position, only: ids)
            own.keep(sink.part(of: whole.others, for: ids))
            state.streams[part.stream] = own
        }
        return state
    }
}

/// Folds the states of shards into that of the sync that was divided, in any order.
///
/// A stream whose shards are all complete ends as if one run had read it. Of one that is not, the state says which slices
/// are complete, and whoever goes on with it reads the others.
package struct ShardFold {
    private var state: SyncState
    private let base: SyncState
    private let sink: any Sink
    private let streams: [String: StreamDescriptor]
    /// What is known of the slices of streams that have shards.
    private var folded: [String: FoldedStream] = [:]

    private struct FoldedStream {
        var done: Set<String> = []
        var hasGaps = false
        var isComplete = true
        var isDivided = false
    }

    /// Begins with the state of the sync as it was divided.
    package init(into base: SyncState, streams: [StreamDescriptor], of sink: any Sink) {
        self.base = base
        self.sink = sink
        self.streams = Dictionary(streams.map { ($0.name, $0) }) { first, _ in first }
        state = base
        state.sync?.plan = nil
    }

    /// Takes up what a shard has reached of streams. The same shard may be added again.
    package mutating func add(_ shard: SyncState, streams names: [String]) throws(Failure) {
        if let sync = shard.sync, let generation = state.sync?.generation {
            state.sync?.attempts.merge(sync.attempts) { _, new in new }
            state.sync?.generation = max(generation, sync.generation)
        }
        for name in names {
            try add(
                shard.streams[name] ?? StreamState(), of: name,
                isComplete: shard.sync?.completed.contains(name) ?? false)
        }
    }

    /// A shard of these streams has left nothing.
    package mutating func miss(streams names: [String]) {
        for name in names { folded[name, default: FoldedStream()].isComplete = false }
    }

    private mutating func add(_ shard: StreamState, of name: String, isComplete: Bool) throws(Failure) {
        let order = streams[name]?.cursorOrder ?? CursorOrder()
        let before = base.streams[name] ?? StreamState()
        var whole = state.streams[name] ?? StreamState()
        let others = try sink.fold(shard.others, of: shard.slicing?.only, into: whole.others)
        guard let only = shard.slicing?.only else {
            // No other shard has anything of the stream.
            whole = shard
            whole.keep(others)
            state.streams[name] = whole
            folded[name, default: FoldedStream()].isComplete = isComplete
            return
        }
        // What slices share is reached when the last of them is complete, and pending until then.
        func share(_ own: SliceState, _ old: SliceState, _ shared: inout SliceState) {
            let reached = own.cursor == old.cursor ? nil : own.cursor
            shared.pending = order.later(shared.pending, order.later(own.pending, reached))
        }
        share(shard.whole, before.whole, &whole.whole)
        for id in only { whole.slices[id] = shard.slices[id] }
        for (key, slice) in shard.slices where !only.contains(key) {
            whole.update(key) { share(slice, before.slices[key] ?? SliceState(), &$0) }
        }
        whole.keep(others)
        state.streams[name] = whole
        var stream = folded[name, default: FoldedStream()]
        stream.isDivided = true
        stream.isComplete = stream.isComplete && isComplete
        stream.hasGaps = stream.hasGaps || (shard.slicing?.hasGaps ?? false)
        stream.done.formUnion(isComplete ? only : shard.slicing?.done ?? [])
        folded[name] = stream
    }

    /// The state of the sync. It is over when all streams that were divided are complete.
    package consuming func finish() -> SyncState {
        for (name, stream) in folded {
            guard var whole = state.streams[name] else { continue }
            let order = streams[name]?.cursorOrder ?? CursorOrder()
            let old = base.streams[name]?.slicing
            let hasGaps = stream.hasGaps || (old?.hasGaps ?? false)
            if stream.isComplete, let sync = state.sync {
                var cursors = SliceCursors(order: order, syncStart: sync.startedAt, count: whole.slices.count)
                cursors.limit(&whole)
                cursors.finish(&whole, hasGaps: hasGaps)
                whole.slicing = nil
                state.sync?.completed.insert(name)
            } else if stream.isDivided, !stream.done.isEmpty || hasGaps || old != nil {
                whole.slicing = SlicingState(
                    position: old?.position, done: stream.done.union(old?.done ?? []), hasGaps: hasGaps)
            }
            state.streams[name] = whole
        }
        return state
    }
}
