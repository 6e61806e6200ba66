package import JSON

/// What the engine, sinks and catalogs need to know of a stream.
package struct StreamDescriptor: Hashable, Sendable {
    package var name: String
    package var description: String?
    /// The schema of the records as JSON Schema, where the connector declares it.
    package var schema: JSONValue?
    /// The fields that identify a record, each by the names that lead to it.
    package var primaryKey: [[String]] = []
    /// The field that says how new a record is, by the names that lead to it; nil where a stream is always read whole.
    package var cursorField: [String]?
    /// How values of the cursor field are compared.
    package var cursorOrder = CursorOrder()
    /// How many answers and records may be left out because of errors before the stream fails; nil for any number.
    package var maximumErrors: Int?
    /// Whether records that are in error are left out and counted; otherwise the stream fails with the first.
    package var leavesOutErrors = false
    /// Whether each slice is a job that the source works at for long, so that a shard has no more than one where possible.
    package var slicesAreJobs = false

    /// A stream of that name.
    package init(_ name: String) {
        self.name = name
    }

    /// Whether it can be read again without what was read before.
    package var isIncremental: Bool { cursorField != nil }
}
