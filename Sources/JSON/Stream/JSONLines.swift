internal import Glibc

/// Splits JSON Lines (NDJSON) of any size, as they arrive, into documents that hold the values of some lines each.
///
///     var lines = JSONLines()
///     for chunk in body {
///         var position = 0
///         while let batch = try lines.nextBatch(in: chunk, from: &position) {
///             for record in batch.root.elements { … }
///         }
///     }
///     if let batch = try lines.finish() { … }
///
/// Each line holds one JSON value of any kind, and ends with LF, CR LF, or the end of the text. Blank lines are skipped,
/// and so is a byte order mark at the very beginning. Like `JSONStream`, it is pulled and bounds its memory.
///
/// **Errors** are those of `JSONDocument.parse` for the first line that is wrong, with the offset in the whole stream and
/// the line's number. A line may nest to 1,023 levels: its batch is one more. After an error, every call throws it again.
public struct JSONLines: ~Copyable, Sendable {
    private static var maximumDepth: Int { 1023 }

    private let limits: JSONStreamLimits
    private let duplicateKeys: JSONDocument.DuplicateKeys

    private var batch = LineBatch()
    private var scanner = ElementScanner(maximumDepth: Self.maximumDepth)
    private var failure: JSONError?

    private var byteOrderMark = ByteOrderMark()
    /// How many bytes of the stream have been read.
    private var streamOffset = 0
    private var lineNumber = 1
    private var lineLength = 0
    private var lineIsBlank = true

    /// A splitter. Of the limits, `elementSize` is that of a line; there is no remainder.
    public init(limits: JSONStreamLimits = JSONStreamLimits(), duplicateKeys: JSONDocument.DuplicateKeys = .reject) {
        self.limits = limits
        self.duplicateKeys = duplicateKeys
        batch.begin(line: 1, streamStart: 0)
    }

    /// The memory held between two calls.
    var capacity: Int { batch.capacity }

    /// Reads on in `chunk` from `position`, and moves `position` behind what was read. Returns the next batch, an array
    /// of at least one line's value, as soon as it is full; nil when the chunk is used up.
    public mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) -> JSONDocument? {
        if let failure { throw failure }
        do throws(JSONError) {
            if !byteOrderMark.isDecided { try readByteOrderMark(chunk, from: &position) }
            while position < chunk.count {
                let lineFeed = Self.lineFeed(in: chunk, from: position)
                let end = lineFeed ?? chunk.count
                try readLine(UnsafeRawBufferPointer(rebasing: chunk[position..<end]))
                position = end
                guard lineFeed != nil else { break }
                position += 1
                if let document = try endLine() { return document }
            }
            return nil
        } catch {
            failure = error
            throw error
        }
    }

    /// Ends the stream and returns the last batch, if there is anything left.
    public consuming func finish() throws(JSONError) -> JSONDocument? {
        if let failure { throw failure }
        if !byteOrderMark.isDecided { try readUnfinishedMark() }
        if let document = try endLine() { return document }
        return batch.valueCount > 0 ? try batch.end(duplicateKeys: duplicateKeys) : nil
    }
}

extension JSONLines {
    private mutating func readByteOrderMark(
        _ chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) {
        byteOrderMark.readOn(in: chunk, from: &position)
        if byteOrderMark.isPresent {
            streamOffset = byteOrderMark.length
            batch.begin(line: 1, streamStart: streamOffset)
        } else if byteOrderMark.isDecided {
            try readUnfinishedMark()
        }
    }

    /// What began like the mark and is none belongs to the first line.
    private mutating func readUnfinishedMark() throws(JSONError) {
        let bytes = PaddedBytes(ByteOrderMark.bytes.prefix(byteOrderMark.length))
        try bytes.withUnsafeBytes { (bytes) throws(JSONError) in try readLine(bytes) }
    }

    private static func lineFeed(in chunk: UnsafeRawBufferPointer, from position: Int) -> Int? {
        guard let base = chunk.baseAddress,
            let place = memchr(base + position, Int32(UInt8(ascii: "\n")), chunk.count - position)
        else { return nil }
        return UnsafeRawPointer(place) - base
    }

    /// Reads some bytes of a line.
    private mutating func readLine(_ piece: UnsafeRawBufferPointer) throws(JSONError) {
        let room = limits.elementSize - lineLength
        guard piece.count <= room else {
            batch.append(UnsafeRawBufferPointer(rebasing: piece[..<room]))
            throw fault(.tooLarge(.line, limit: limits.elementSize), at: streamOffset - lineLength)
        }
        if lineIsBlank { lineIsBlank = piece.allSatisfy(JSONSyntax.isWhiteSpace) }
        var position = 0
        var watch = ElementScanner.Watch.everyComma
        let stop = scanner.readOn(in: piece, from: &position, to: piece.count, &watch)
        if let stop {
            batch.append(UnsafeRawBufferPointer(rebasing: piece[...position]))
            throw fault(stop == .tooDeep ? .tooDeep : .trailingText, at: streamOffset + position)
        }
        batch.append(piece)
        lineLength += piece.count
        streamOffset += piece.count
    }

    /// Ends a line, and the batch when that is full.
    private mutating func endLine() throws(JSONError) -> JSONDocument? {
        guard scanner.isBetweenValues else { throw fault(.truncated, at: streamOffset) }
        streamOffset += 1
        lineNumber += 1
        lineLength = 0
        if lineIsBlank { batch.endBlankLine() } else { batch.endValue() }
        lineIsBlank = true
        if batch.valueCount == 0 {
            // Blank lines are not kept: there may be any number of them.
            batch.begin(line: lineNumber, streamStart: streamOffset)
        }
        guard batch.count >= limits.batchSize else { return nil }
        let document = try batch.end(duplicateKeys: duplicateKeys)
        batch.begin(line: lineNumber, streamStart: streamOffset)
        return document
    }

    private func fault(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
        batch.fault(reason, at: offset, duplicateKeys: duplicateKeys)
    }
}
