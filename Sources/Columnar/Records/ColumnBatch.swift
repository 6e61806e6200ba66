package import JSON

/// Rows in columns, which no longer change: what is encoded, on whatever task.
///
/// `@unchecked Sendable`: the columns are raw memory with this object as their one owner, and nobody writes to them.
package final class ColumnBatch: @unchecked Sendable {
    private let root: Column

    init(_ root: consuming Column) {
        self.root = root
    }

    /// The number of rows.
    package var rowCount: Int { root.count }

    /// The columns' schema.
    package var schema: Schema {
        guard case .structure(let fields) = root.type else { return Schema() }
        return Schema(fields)
    }

    /// The structure that the rows are, for the length of the call.
    package func withRoot<Result, Failure: Error>(
        _ body: (borrowing Column) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(root)
    }

    /// Writes a row as JSON, without what is null in it; for tests and messages.
    package func write(row: Int, to writer: inout JSONWriter) {
        root.write(row, to: &writer)
    }
}
