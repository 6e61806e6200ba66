internal import Connector
internal import JSON
internal import Synchronization

/// Keeps the records of a rehearsal.
final class CollectingSink: Sink {
    private let collected = Mutex<[String: [JSONValue]]>([:])

    var keepsStreamsApart: Bool { true }
    var commitsAtOnce: Bool { true }

    /// The records of a stream, in the order in which they came.
    func records(of stream: String) -> [JSONValue] {
        collected.withLock { $0[stream] ?? [] }
    }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Stream(sink: self, name: stream.name)
    }

    private struct Stream: StreamSink {
        let sink: CollectingSink
        let name: String

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) -> Bool {
            let values = records.views.map { JSONValue($0) }
            sink.collected.withLock { $0[name, default: []] += values }
            return false
        }

        func commit() -> Commit { Commit() }
    }
}
