import Connector
import JSON
import Sync
import Synchronization

/// A sink that keeps records, and tells those that are durable from those that are only written.
final class MemorySink: Sink {
    let keepsStreamsApart: Bool
    let commitsAtOnce: Bool
    private let contents = Mutex(Contents())
    private let failure: (after: Int, Failure)?
    private let canDrop: Bool

    private struct Contents {
        var written: [(stream: String, slice: String, record: JSONValue)] = []
        var durable = 0
    }

    /// A sink that fails when so many records are there; with `canDrop`, what was written of a slice can be taken back.
    init(
        keepsStreamsApart: Bool = true, commitsAtOnce: Bool = true, canDrop: Bool = false,
        failure: (after: Int, Failure)? = nil
    ) {
        self.keepsStreamsApart = keepsStreamsApart
        self.commitsAtOnce = commitsAtOnce
        self.canDrop = canDrop
        self.failure = failure
    }

    /// The ids of a stream's records, in the order in which they were written.
    func ids(_ stream: String) -> [Int64] {
        contents.withLock { $0.written.filter { $0.stream == stream }.compactMap { $0.record["id"]?.int64 } }
    }

    /// How many records are durable.
    var durable: Int { contents.withLock { $0.durable } }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Part(sink: self, stream: stream.name)
    }

    private struct Part: StreamSink {
        var sink: MemorySink
        var stream: String

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) throws(Failure) -> Written {
            let values = records.views.map { JSONValue($0) }
            try sink.contents.withLock { (contents) throws(Failure) in
                if let failure = sink.failure, contents.written.count >= failure.after { throw failure.1 }
                contents.written += values.map { (stream, slice.id, $0) }
            }
            return Written()
        }

        func drop(_ slice: Slice) -> Bool {
            if sink.canDrop {
                sink.contents.withLock { $0.written.removeAll { $0.stream == stream && $0.slice == slice.id } }
            }
            return sink.canDrop
        }

        func commit() -> Commit {
            sink.contents.withLock { $0.durable = $0.written.count }
            var commit = Commit()
            commit.state = ["kept": .string("by the sink")]
            return commit
        }
    }
}

/// Collects what an observer hears.
final class Listener: SyncObserver {
    private let heard = Mutex<[String]>([])
    private let onAdvance: @Sendable () -> Void

    init(onAdvance: @escaping @Sendable () -> Void = {}) {
        self.onAdvance = onAdvance
    }

    var lines: [String] { heard.withLock { $0 } }

    func log(_ level: LogLevel, _ message: String) {
        heard.withLock { $0.append("\(level) \(message)") }
    }

    func stateAdvanced(of stream: String, to state: @autoclosure () -> JSONObject, isLast: Bool) {
        let state = JSONValue.object(state())
        heard.withLock { $0.append("state \(stream) \(state)\(isLast ? " last" : "")") }
        onAdvance()
    }
}
