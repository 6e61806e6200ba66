internal import Connector
internal import DateTime
internal import JSON
internal import Synchronization

/// Keeps records as JSON, to be returned themselves. When there are enough for an answer, the sync is stopped: what is
/// still to be read is left to the next invocation.
final class InlineRecords: Sink {
    private let most: Int
    private let deadline: Deadline
    private let kept = Mutex<[UInt8]>([])

    /// Keeps so many bytes, and then pulls the deadline.
    init(most: Int, deadline: Deadline) {
        self.most = most
        self.deadline = deadline
    }

    /// The records, separated by commas.
    func take() -> [UInt8] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    var keepsStreamsApart: Bool { true }
    var commitsAtOnce: Bool { true }

    func open(_ stream: StreamDescriptor, state: JSONObject) -> any StreamSink {
        Stream(name: stream.name, sink: self)
    }

    private struct Stream: StreamSink {
        let name: String
        let sink: InlineRecords

        func write(_ records: RecordBatch, of slice: Slice, endsSlice: Bool) throws(Failure) -> Written {
            try sink.keep(records, of: name)
            return Written()
        }

        func commit() -> Commit { Commit() }
    }

    /// What half of an answer may hold: a page that comes then still fits.
    private var enough: Int { most / 2 }

    private func keep(_ records: RecordBatch, of stream: String) throws(Failure) {
        var writer = JSONWriter()
        var isFirst = kept.withLock { $0.isEmpty }
        let time = Timestamp.now().unixMilliseconds
        records.forEachNode { record in
            if !isFirst { [UInt8(ascii: ",")].withUnsafeBytes { writer.fragment($0) } }
            isFirst = false
            writer.beginObject()
            writer.key("stream")
            writer.string(stream)
            writer.key("data")
            writer.value(record)
            writer.key("emitted_at")
            writer.integer(time)
            writer.endObject()
        }
        let bytes = writer.bytes.withUnsafeBytes { Array($0) }
        if bytes.count > most {
            throw Failure(
                .destination, "a page of \(stream) has more records than fit into an answer (\(most >> 10) KB)",
                hint: "read smaller pages, or write to files: `format` parquet and an `output`")
        }
        let (fits, isEnough) = kept.withLock { kept in
            let fits = kept.count + bytes.count <= most
            if fits { kept += bytes }
            return (fits, !fits || kept.count >= enough)
        }
        if isEnough { deadline.pull() }
        // The next invocation reads it again, and has room for it.
        if !fits {
            throw Failure(.deadline, "a page of \(stream) did not fit into the answer with the others", mayRetry: true)
        }
    }
}
