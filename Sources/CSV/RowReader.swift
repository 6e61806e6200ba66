internal import JSON

/// Finds fields and rows in UTF-8 text that comes in pieces (RFC 4180, section 2):
///
///     text   = *( row line-end ) [ row ]
///     row    = field *( delimiter field )
///     field  = quoted / plain
///     quoted = quote *( any byte but a quote / quote quote ) quote
///     plain  = *( any byte but delimiter and line-end )       ; does not begin with a quote
///
/// with LF, CR LF or CR for a line-end. Empty lines between rows are skipped.
struct RowReader: ~Copyable {
    /// Where in a field the text read so far ends.
    private enum State {
        case plain
        case quoted
        /// Behind a quote that closes the field, unless another follows.
        case behindQuote
    }

    /// What is wrong, at a place in the piece that was read.
    struct Fault: Error {
        let reason: CSVError.Reason
        let place: Int
    }

    private let delimiter: UInt8
    /// No byte of UTF-8 when fields are never quoted.
    private let quote: UInt8
    private let limits: CSVLimits

    private var records: RecordWriter
    private var state = State.plain
    private var openingLine = 1
    /// Bytes of the current row, and of the current batch, in earlier pieces.
    private var (rowLength, batchLength) = (0, 0)
    private var endsInCarriageReturn = false

    /// The number of the current line.
    private(set) var line = 1

    init(_ format: CSVFormat, limits: CSVLimits) {
        delimiter = format.delimiter
        quote = format.quote ?? 0xFF
        self.limits = limits
        records = RecordWriter(format)
    }

    /// The memory held.
    var capacity: Int { records.capacity }

    /// The number of the row that is being read; nil for the header.
    var row: Int? { records.knowsColumns ? records.rowCount + 1 : nil }

    /// Whether the last row that was read fills a batch.
    var isBatchFull: Bool { batchLength >= limits.batchSize && rowLength == 0 && records.batchCount > 0 }

    /// Ends the batch. Returns nil when it is empty.
    mutating func endBatch() -> JSONDocument? {
        batchLength = 0
        return records.endBatch()
    }

    /// Reads a piece of text up to its end, or to the end of the row that fills a batch; returns how far it got.
    /// `readable` bytes can be read from the start of the piece on.
    mutating func read(_ text: UnsafeRawBufferPointer, readable: Int) throws(Fault) -> Int {
        guard let base = text.baseAddress else { return 0 }
        var piece = Piece(
            base: base, count: text.count, readable: readable, rowStart: -rowLength,
            carriageReturn: endsInCarriageReturn ? -1 : -2)
        var position = 0
        while position < piece.count {
            var marks = marks(in: piece, from: position)
            while marks != 0 {
                let place = position &+ marks.trailingZeroBitCount
                marks &= marks &- 1
                if try readMark(base.load(fromByteOffset: place, as: UInt8.self), at: place, &piece) {
                    finish(piece, at: place &+ 1)
                    return place &+ 1
                }
            }
            position &+= ByteLanes.count
        }
        try keepRest(of: piece)
        finish(piece, at: piece.count)
        return piece.count
    }

    /// Ends the text.
    mutating func end() throws(CSVError.Reason) {
        if state == .quoted { throw .openQuote(line: openingLine) }
        if state == .plain, records.isAtRowStart { return }
        guard records.endField(isQuoted: state == .behindQuote) else {
            throw .tooManyFields(expected: records.columnCount)
        }
        do throws(CSVError.Reason) {
            try records.endRow()
        } catch {
            if case .tooFewFields = error { throw .truncated }
            throw error
        }
    }
}

extension RowReader {
    /// The piece being read, and how far.
    private struct Piece {
        let base: UnsafeRawPointer
        let count: Int
        let readable: Int
        /// Where the row began; negative when that was in an earlier piece.
        var rowStart: Int
        /// Where the last carriage return stands; -1 for the byte before this piece.
        var carriageReturn: Int
        /// The first byte of the field that has not been copied.
        var runStart = 0
    }

    /// The delimiters, quotes and line ends among 64 bytes.
    @inline(__always)
    private func marks(in piece: Piece, from position: Int) -> UInt64 {
        let (start, count) = (piece.base + position, piece.count &- position)
        guard count < ByteLanes.count else { return marks(start) }
        let places = piece.readable &- position >= ByteLanes.count ? marks(start) : marksOfTail(start, count)
        return places & (1 &<< UInt64(truncatingIfNeeded: count) &- 1)
    }

    @inline(__always)
    private func marks(_ start: UnsafeRawPointer) -> UInt64 {
        ByteLanes(start).places(of: delimiter, or: quote, or: UInt8(ascii: "\n"), or: UInt8(ascii: "\r"))
    }

    /// The marks among the last bytes of what can be read.
    @inline(never)
    private func marksOfTail(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var copy = SIMD64<UInt8>(repeating: 0)
        return withUnsafeMutableBytes(of: &copy) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
            return bytes.baseAddress.map { marks(UnsafeRawPointer($0)) } ?? 0
        }
    }

    /// Returns whether the mark ends the row that fills a batch.
    @inline(__always)
    private mutating func readMark(_ byte: UInt8, at place: Int, _ piece: inout Piece) throws(Fault) -> Bool {
        switch state {
        case .plain:
            if byte == quote {
                if place == piece.runStart, records.textCount == 0 {
                    state = .quoted
                    openingLine = line
                    piece.runStart = place &+ 1
                }
                return false
            }
            copyRun(of: piece, to: place)
            return try endField(byte, at: place, isQuoted: false, &piece)
        case .quoted:
            if byte == quote {
                copyRun(of: piece, to: place)
                state = .behindQuote
                piece.runStart = place &+ 1
            } else if byte != delimiter {
                countLine(byte, at: place, &piece)
            }
            return false
        case .behindQuote:
            if place != piece.runStart { throw Fault(reason: .textBehindQuote, place: piece.runStart) }
            if byte == quote {
                // The second of two belongs to the field: the next run begins with it.
                state = .quoted
                return false
            }
            state = .plain
            return try endField(byte, at: place, isQuoted: true, &piece)
        }
    }

    @inline(__always)
    private mutating func endField(
        _ byte: UInt8, at place: Int, isQuoted: Bool, _ piece: inout Piece
    ) throws(Fault) -> Bool {
        if byte == delimiter {
            piece.runStart = place &+ 1
            try endField(isQuoted: isQuoted, at: place)
            return false
        }
        if isQuoted || !records.isAtRowStart {
            try endField(isQuoted: isQuoted, at: place)
            try endRow(at: place, piece)
        }
        countLine(byte, at: place, &piece)
        piece.rowStart = place &+ 1
        piece.runStart = place &+ 1
        return batchLength &+ place >= limits.batchSize &- 1 && records.batchCount > 0
    }

    @inline(__always)
    private mutating func endField(isQuoted: Bool, at place: Int) throws(Fault) {
        if records.textCount > limits.fieldSize {
            throw Fault(reason: .tooLarge(.field, limit: limits.fieldSize), place: place)
        }
        if !records.endField(isQuoted: isQuoted) {
            throw Fault(reason: .tooManyFields(expected: records.columnCount), place: place)
        }
    }

    @inline(__always)
    private mutating func endRow(at place: Int, _ piece: Piece) throws(Fault) {
        try checkRow(at: place, piece)
        do throws(CSVError.Reason) {
            try records.endRow()
        } catch {
            throw Fault(reason: error, place: place)
        }
    }

    @inline(__always)
    private func checkRow(at place: Int, _ piece: Piece) throws(Fault) {
        if place &- piece.rowStart > limits.rowSize {
            throw Fault(reason: .tooLarge(.row, limit: limits.rowSize), place: place)
        }
        if !records.knowsColumns, records.fieldCount > limits.columnCount {
            throw Fault(reason: .tooManyColumns(limit: limits.columnCount), place: place)
        }
    }

    @inline(__always)
    private mutating func copyRun(of piece: Piece, to place: Int) {
        records.appendText(
            piece.base + piece.runStart, count: place &- piece.runStart, readable: piece.readable &- piece.runStart)
    }

    /// A CR and the LF behind it end one line.
    @inline(__always)
    private mutating func countLine(_ byte: UInt8, at place: Int, _ piece: inout Piece) {
        if byte == UInt8(ascii: "\r") {
            piece.carriageReturn = place
        } else if piece.carriageReturn == place &- 1 {
            return
        }
        line &+= 1
    }

    /// Copies the beginning of a field that goes on in the next piece.
    private mutating func keepRest(of piece: Piece) throws(Fault) {
        if state == .behindQuote {
            if piece.runStart < piece.count { throw Fault(reason: .textBehindQuote, place: piece.runStart) }
        } else {
            copyRun(of: piece, to: piece.count)
        }
        if records.textCount > limits.fieldSize {
            throw Fault(reason: .tooLarge(.field, limit: limits.fieldSize), place: piece.count)
        }
        try checkRow(at: piece.count, piece)
    }

    private mutating func finish(_ piece: Piece, at place: Int) {
        rowLength = place - piece.rowStart
        batchLength += place
        endsInCarriageReturn = piece.carriageReturn == place - 1
    }
}
