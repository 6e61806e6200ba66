internal import JSON

/// Writes rows as the objects of a document, field by field.
struct RecordWriter: ~Copyable {
    /// Whether the names of the columns are known; the first row may have to tell them.
    private(set) var knowsColumns: Bool
    /// How many rows have become records.
    private(set) var rowCount = 0
    /// How many fields the current row has so far.
    private(set) var fieldCount = 0
    /// How many records the current batch has.
    private(set) var batchCount = 0

    private let hasHeader: Bool
    private var names: [String]
    private var keys: [TapeBuilder.Key] = []
    private var tape: TapeBuilder
    private var records: Int
    private var row = 0

    init(_ format: CSVFormat) {
        hasHeader = format.hasHeader
        names = format.columns
        knowsColumns = !format.hasHeader && !format.columns.isEmpty
        tape = TapeBuilder(capacity: 4 << 10)
        records = tape.open(.array)
        if knowsColumns { writeKeys() }
    }

    /// How many columns there are, once they are known.
    var columnCount: Int { keys.count }

    /// Whether nothing of a row has been read.
    var isAtRowStart: Bool { fieldCount == 0 && textCount == 0 }

    /// The number of bytes of the current field.
    @inline(__always)
    var textCount: Int { tape.textCount }

    /// The memory held.
    var capacity: Int { tape.capacity }

    /// Adds to the current field.
    @inline(__always)
    mutating func appendText(_ start: UnsafeRawPointer, count: Int, readable: Int) {
        tape.appendText(start, count: count, readable: readable)
    }

    /// Ends the current field. Returns false when there is no column for it.
    @inline(__always)
    mutating func endField(isQuoted: Bool) -> Bool {
        if fieldCount < keys.count {
            if fieldCount == 0 { row = tape.open(.object) }
            tape.append(keys[fieldCount])
        } else if knowsColumns {
            return false
        }
        fieldCount &+= 1
        if isQuoted || tape.textCount > 0 { tape.endString() } else { tape.append(.null) }
        return true
    }

    /// Ends the current row.
    mutating func endRow() throws(CSVError.Reason) {
        guard knowsColumns else { return try endFirstRow() }
        guard fieldCount == keys.count else { throw .tooFewFields(fieldCount, expected: keys.count) }
        endRecord()
    }

    /// Ends the batch and begins another. Returns nil when it is empty.
    mutating func endBatch() -> JSONDocument? {
        guard batchCount > 0 else { return nil }
        let document = endTape(count: batchCount, nextCapacity: tape.textSize)
        writeKeys()
        batchCount = 0
        return document
    }

    private mutating func endRecord() {
        tape.close(row, .objectEnd, count: fieldCount)
        fieldCount = 0
        rowCount &+= 1
        batchCount &+= 1
    }

    private mutating func endTape(count: Int, nextCapacity: Int) -> JSONDocument {
        tape.close(records, .arrayEnd, count: count)
        var finished = TapeBuilder(capacity: nextCapacity)
        swap(&finished, &tape)
        records = tape.open(.array)
        return finished.finishDocument()
    }

    private mutating func writeKeys() {
        keys = names.map { tape.makeKey($0.utf8) }
    }
}

// The first row, whose fields are read before it is known what columns there are.
extension RecordWriter {
    private mutating func endFirstRow() throws(CSVError.Reason) {
        let row = endTape(count: fieldCount, nextCapacity: 64 << 10)
        fieldCount = 0
        if hasHeader { try readHeader(row) } else { names = ColumnNames.numbered(row.root.count) }
        writeKeys()
        knowsColumns = true
        if !hasHeader { repeatRow(row) }
    }

    private mutating func readHeader(_ row: JSONDocument) throws(CSVError.Reason) {
        if names.isEmpty {
            names = row.root.elements.map { $0.string ?? "" }
            if let fault = ColumnNames.fault(in: names) { throw fault }
        } else if names.count != row.root.count {
            throw .wrongHeader(row.root.count, expected: names.count)
        }
    }

    private mutating func repeatRow(_ row: JSONDocument) {
        for field in row.root.elements {
            field.text?.withUTF8 { tape.appendText(UnsafeRawBufferPointer($0)) }
            _ = endField(isQuoted: !field.isNull)
        }
        endRecord()
    }
}
