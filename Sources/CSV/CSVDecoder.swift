public import JSON

/// Reads comma-separated values (RFC 4180, and what is usual beside it) of any size, as they arrive, into documents that
/// hold some rows each.
///
///     var decoder = CSVDecoder()
///     for chunk in body {
///         var position = 0
///         while let batch = try decoder.nextBatch(in: chunk, from: &position) {
///             for record in batch.root.elements { … }           // {"id": "7", "name": "Zoë", "phone": null}
///         }
///     }
///     if let batch = try decoder.finish() { … }
///
/// It is pulled: a batch is made when it is asked for, out of a chunk that stays the caller's. A chunk may end anywhere,
/// in the middle of a character or between two quotes.
///
/// **A row** becomes an object with one member for each column, in their order. Its values are strings, exactly as they
/// stand in the text: no spaces are trimmed, no types guessed. An empty field is `null`, an empty one in quotes the empty
/// string: a writer that can tell the two apart does it so.
///
/// **Quotes** stand around a whole field; two of them are one inside. A quote in the middle of a field that does not
/// begin with one stands for itself. Lines end with LF, CR LF or CR, inside quotes they are kept as they are. Empty lines
/// are skipped, also where there is but one column.
///
/// **Nothing is lost or made up quietly.** Rows with fewer or more fields than there are columns, names that are missing
/// in the header or there twice, text behind a closing quote, an end inside quotes and bytes that are no characters are
/// errors, and say in which row, line and byte. Batches handed out before stand. After an error, every call throws it
/// again. An empty text has no rows, also where a header is expected.
///
/// **Memory** is bounded by `CSVLimits`, not by the text.
public struct CSVDecoder: ~Copyable, Sendable {
    /// Text is decoded, and checked, in pieces that stay in the processor's cache.
    private static var pieceSize: Int { 4 << 10 }

    private let format: CSVFormat
    private var rows: RowReader
    private var text: TextDecoder
    /// Whether the first bytes have been looked at, and the encoding is known for certain.
    private var isBegun = false
    /// The first bytes of the text, kept until there are enough to look for a byte order mark, and how many were read.
    private var head: (bytes: [UInt8], position: Int) = ([], 0)
    /// How many bytes of the text have been read, up to those that are kept in `head`.
    private var offset = 0
    private var failure: CSVError?

    /// A decoder.
    public init(_ format: CSVFormat = .standard, limits: CSVLimits = CSVLimits()) {
        self.format = format
        rows = RowReader(format, limits: limits)
        text = TextDecoder(format.encoding)
    }

    /// The memory held between two calls.
    var capacity: Int { rows.capacity }

    /// Reads on in `chunk` from `position`, and moves `position` behind what was read. Returns the next batch, an array
    /// of at least one record, as soon as it is full; nil when the chunk is used up.
    public mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(CSVError) -> JSONDocument? {
        if let failure { throw failure }
        do throws(CSVError) {
            return try readOn(chunk, from: &position)
        } catch {
            failure = error
            throw error
        }
    }

    /// Ends the text and returns the last batch, if there is anything left.
    public consuming func finish() throws(CSVError) -> JSONDocument? {
        if let failure { throw failure }
        if !isBegun { try beginText() }
        while head.position < head.bytes.count { try readHead() }
        if text.endsInsideCharacter { throw fault(.truncated) }
        do throws(CSVError.Reason) {
            try rows.end()
        } catch {
            throw fault(error)
        }
        return rows.endBatch()
    }
}

extension CSVDecoder {
    private mutating func readOn(
        _ chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(CSVError) -> JSONDocument? {
        if !isBegun {
            let missing = ByteOrderMark.maximumLength - head.bytes.count
            head.bytes += chunk[position...].prefix(missing)
            position = min(position + missing, chunk.count)
            guard head.bytes.count == ByteOrderMark.maximumLength else { return nil }
            try beginText()
        }
        while head.position < head.bytes.count {
            try readHead()
            if rows.isBatchFull { return rows.endBatch() }
        }
        while position < chunk.count {
            let rest = UnsafeRawBufferPointer(rebasing: chunk[position...])
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.pieceSize))
            position += try read(piece, readable: rest.count)
            if rows.isBatchFull { return rows.endBatch() }
        }
        return nil
    }

    private mutating func beginText() throws(CSVError) {
        do throws(CSVError.Reason) {
            let (encoding, length) = try ByteOrderMark.read(head.bytes, declared: format.encoding)
            text = TextDecoder(encoding)
            isBegun = true
            head.position = length
            offset = length
        } catch {
            throw fault(error)
        }
    }

    private mutating func readHead() throws(CSVError) {
        let bytes = Array(head.bytes[head.position...])
        // The closure of `withUnsafeBytes` cannot also change the decoder.
        let pointer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { pointer.deallocate() }
        pointer.copyBytes(from: bytes)
        head.position += try read(UnsafeRawBufferPointer(pointer), readable: bytes.count)
    }

    /// Reads a piece up to its end or that of the batch, and returns how far it got.
    private mutating func read(_ piece: UnsafeRawBufferPointer, readable: Int) throws(CSVError) -> Int {
        var reason: CSVError.Reason?
        let outcome = Self.read(piece, readable: readable, with: &text, into: &rows, fault: &reason)
        offset += outcome.length
        if let reason { throw fault(reason) }
        if outcome.isMalformed, outcome.isUsedUp, !rows.isBatchFull { throw fault(.invalidEncoding(format.encoding)) }
        return outcome.length
    }

    private static func read(
        _ piece: UnsafeRawBufferPointer, readable: Int, with decoder: inout TextDecoder, into rows: inout RowReader,
        fault: inout CSVError.Reason?
    ) -> TextDecoder.Outcome {
        decoder.read(piece, readable: readable) { (text, readable) in
            do throws(RowReader.Fault) {
                return try rows.read(text, readable: readable)
            } catch {
                fault = error.reason
                return error.place
            }
        }
    }

    private func fault(_ reason: CSVError.Reason) -> CSVError {
        CSVError(reason: reason, row: rows.row, line: rows.line, offset: offset)
    }
}
