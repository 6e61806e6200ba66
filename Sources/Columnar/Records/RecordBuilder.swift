package import JSON

/// Turns records into columns, in one pass over each record's tape and with no value in between.
///
///     var builder = RecordBuilder(schema: known, declared: declared)
///     for record in page { try builder.append(record) }
///     if builder.size > limit { encode(builder.finish()) }
///
/// Columns come into being with the first value seen, and widen where they stand, with the rows they have. So all rows of a
/// batch have one schema; `layoutVersion` tells whether it is still the one of the batch before.
package struct RecordBuilder: ~Copyable {
    private var root: Column
    private var context: AppendContext

    /// A builder that begins with the columns of `schema`, such as the state keeps, where `declared` columns are fixed: a
    /// value that does not fit them is refused.
    package init(
        schema: Schema = Schema(), declared: Schema = Schema(), options: InferenceOptions = InferenceOptions()
    ) {
        root = Column(
            Field("", .structure(schema.declaring(declared).fields), isNullable: false),
            declared: Field("", .structure(declared.fields), isNullable: false))
        context = AppendContext(options: options)
    }

    /// The number of rows since the last batch.
    package var rowCount: Int { root.count }

    /// About how many bytes they take.
    package var size: Int { root.size }

    /// Grows with every column that is added, or widened to another layout.
    package var layoutVersion: Int { context.layoutVersion }

    /// The schema of all rows so far, and of what the builder began with.
    package var schema: Schema {
        guard case .structure(let fields) = root.type else { return Schema() }
        return Schema(fields)
    }

    /// Appends a record. One that is no object counts as one with a field `value`.
    ///
    /// Throws when a value does not fit its declared column; the record is then left out as a whole.
    package mutating func append(_ record: JSONView) throws(Misfit) {
        try record.withUnsafeNode { (node) throws(Misfit) in try append(node) }
    }

    /// Appends the record at `node`, as the other `append` does.
    package mutating func append(_ node: UnsafeJSONNode) throws(Misfit) {
        let row = root.count
        if node.tag == .object { root.appendObject(node, &context) } else { root.appendValue(node, &context) }
        if let misfit = context.misfit {
            context.misfit = nil
            root.truncate(to: row)
            throw misfit
        }
    }

    /// Gives a column that is not part of the records its value for all rows that have none yet. Throws when the records
    /// have a field of that name and another type.
    package mutating func fill(_ column: String, with value: ConstantValue) throws(Misfit) {
        try root.fill(column, with: value, &context)
    }

    /// Takes out the rows. The builder goes on with the same columns, empty.
    package mutating func finish() -> ColumnBatch {
        root.settle()
        var rows = Column(emptyCopyOf: root)
        swap(&rows, &root)
        return ColumnBatch(rows)
    }
}

/// The value of a column that says where records come from.
package enum ConstantValue: Hashable, Sendable {
    case timestamp(microseconds: Int64)
    case text(String)
}
