internal import Connector
internal import JSON

/// Takes records to standard output, as one RECORD message each.
struct MessageSink: Sink {
    let console: Console
    let layout: MessageLayout

    /// Whoever reads the messages sees a stream's records between its first and last log lines.
    var keepsStreamsApart: Bool { true }
    /// What is written to standard output is out of our hands.
    var commitsAtOnce: Bool { true }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Stream(console: console, layout: layout, frame: RecordFrame(stream: stream.name))
    }

    private struct Stream: StreamSink {
        let console: Console
        let layout: MessageLayout
        let frame: RecordFrame

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) throws(Failure) -> Bool {
            if !records.isEmpty { try console.send(records, as: frame, layout) }
            return false
        }

        func commit() -> Commit { Commit() }
    }
}
