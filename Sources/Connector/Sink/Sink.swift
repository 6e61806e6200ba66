package import JSON

/// Where records go.
package protocol Sink: Sendable {
    /// Whether the records of one stream must not be mixed with those of another.
    var keepsStreamsApart: Bool { get }
    /// Whether what is written is durable at once, so that a commit after every page costs nothing.
    var commitsAtOnce: Bool { get }

    /// Begins or continues a stream, whose state in this sync's earlier invocations is given.
    func open(_ stream: StreamDescriptor, state: JSONObject) async throws(Failure) -> any StreamSink
}

/// Where the records of one stream go. Calls come one after another, from any task.
package protocol StreamSink: Sendable {
    /// Takes the records of a page that is part of a slice.
    func write(_ records: RecordBatch, of slice: Slice) async throws(Failure)

    /// Makes everything that was written durable. The state advances when this has returned, and not before.
    func commit() async throws(Failure) -> Commit
}

/// What a sink made durable.
package struct Commit: Sendable {
    /// All files of the stream so far, in this invocation.
    package var files: [OutputFile] = []
    /// What the sink wants to know when the stream goes on in another invocation: members of the stream's state.
    package var state: JSONObject = [:]

    /// Nothing to report.
    package init() {}
}

/// A file that holds records.
package struct OutputFile: Hashable, Sendable {
    /// The path or URL.
    package var location: String
    package var rows: Int
    package var bytes: Int
    package var rowGroups: Int

    /// A file from its parts.
    package init(location: String, rows: Int, bytes: Int, rowGroups: Int) {
        self.location = location
        self.rows = rows
        self.bytes = bytes
        self.rowGroups = rowGroups
    }
}
