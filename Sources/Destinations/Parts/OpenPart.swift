internal import Columnar
internal import Connector
internal import JSON

/// A part that takes rows: those that wait for a row group, and the file that the groups before are in.
///
/// It is used by one task at a time. What waits is done by `StreamFiles`, which it belongs to.
final class OpenPart {
    private var builder: RecordBuilder
    private let budget: BufferBudget
    /// How many bytes the rows in memory take.
    private(set) var sizeInBudget = 0
    /// The builder's version when the file began.
    private var layoutOfFile = 0

    /// The file; nil before the first row group.
    private(set) var file: PartFile?
    /// The row group that is being encoded; it yields the file's size.
    var encoding: Task<Result<Int, Failure>, Never>?
    /// The size of the file with the row groups that are written.
    private(set) var size = 0
    private(set) var sizeOfLastGroup = 0
    /// Whether the rows in memory are enough for a row group.
    private(set) var isDue = false

    init(schema: Schema, declared: Schema, inference: InferenceOptions, budget: BufferBudget) {
        builder = RecordBuilder(schema: schema, declared: declared, options: inference)
        self.budget = budget
    }

    deinit { _ = budget.change(from: sizeInBudget, to: 0) }

    var rowCount: Int { builder.rowCount }
    var schema: Schema { builder.schema }
    /// Whether the file does not take the rows, because the schema has widened since it began.
    var isWiderThanFile: Bool { file != nil && builder.layoutVersion != layoutOfFile }

    /// How many bytes a part has roughly: those written, and those in memory.
    var weight: Int { size + sizeInBudget }

    /// Appends pages, all of them or none. A record that does not fit the declared schema is given to `leaveOut`, which
    /// throws when it may not be left out.
    func append(
        _ pages: [WrittenPage], leaveOut: (Misfit) throws(Failure) -> Void
    ) throws(Failure) {
        let count = builder.rowCount
        do throws(Failure) {
            for page in pages {
                try Self.append(page, to: &builder, leaveOut)
            }
        } catch {
            builder.removeRows(after: count)
            throw error
        }
        let newSize = builder.size
        isDue = budget.change(from: sizeInBudget, to: newSize)
        sizeInBudget = newSize
    }

    /// The builder is handed over once for all records: each access to a property of an object is checked.
    private static func append(
        _ page: WrittenPage, to builder: inout RecordBuilder, _ leaveOut: (Misfit) throws(Failure) -> Void
    ) throws(Failure) {
        try page.records.forEachNode { (record) throws(Failure) in
            do throws(Misfit) {
                try builder.append(record)
            } catch {
                try leaveOut(error)
            }
        }
        for constant in page.constants {
            do throws(Misfit) {
                try builder.fill(constant.column, with: constant.value)
            } catch {
                throw Failure(
                    .data, "the records have a field \(constant.column) of their own",
                    hint: "read them without `--metadata-columns`")
            }
        }
    }

    /// Takes out the rows for a row group. They stay in the budget until they are encoded.
    func takeRows() -> ColumnBatch {
        let batch = builder.finish()
        isDue = false
        budget.encode(sizeInBudget)
        sizeInBudget = 0
        return batch
    }

    /// The next row groups go into a new file.
    func begin(_ file: PartFile) {
        self.file = file
        layoutOfFile = builder.layoutVersion
        (size, sizeOfLastGroup) = (0, 0)
    }

    /// A row group is written; the file has this size now.
    func wroteGroup(upTo size: Int) {
        sizeOfLastGroup = size - self.size
        self.size = size
    }

    /// The file, which takes no more row groups.
    func takeFile() -> PartFile? {
        defer { (file, size) = (nil, 0) }
        return file
    }
}

/// A page as it was given, and when.
struct WrittenPage {
    var records: RecordBatch
    /// The columns that are not part of the records.
    var constants: [(column: String, value: ConstantValue)] = []
}
