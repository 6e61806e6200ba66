/// Splits a JSON text of any size, as it arrives, into documents that hold some elements of one of its arrays each, and
/// a last one, the *remainder*, that holds everything else.
///
///     var stream = JSONStream(path: ["results", "item"])
///     for chunk in body {
///         var position = 0
///         while let batch = try stream.nextBatch(in: chunk, from: &position) {
///             for record in batch.root.elements { … }
///         }
///     }
///     let remainder = try stream.finish()    // {"next": …, "results": {"item": [], "total": 7}}
///
/// It is pulled: a batch is made when it is asked for, out of a chunk that stays the caller's, so that nothing is
/// buffered ahead and a slow consumer slows the source. Between two calls the caller may wait for as long as it likes,
/// and a chunk may end anywhere, in the middle of a character or an escape.
///
/// **The path** names the members that lead to the array, from the outside in; with an empty one the document itself is
/// the array. Where the path ends at anything but an array (nothing, `null`, a single object), there are no batches, and
/// the remainder is the whole document, which tells the caller what was there. An array that was streamed is in the
/// remainder too, empty. No object may have the key that leads to the array twice, whatever `duplicateKeys` says.
///
/// **Errors** are those of `JSONDocument.parse` for the whole text, with offsets in the whole stream: syntax is checked
/// as strictly, and nesting as deeply. The text before the array is checked before the first
/// batch is handed out. After an error, every call throws it again. With `.reject`, a duplicate key outside the array is
/// found at the end.
///
/// **Memory** is bounded by `JSONStreamLimits`, not by the text.
public struct JSONStream: ~Copyable, Sendable {
    private enum Phase {
        case outside
        case inArray
        case failed(JSONError)
    }

    private let path: [String]
    private let duplicateKeys: JSONDocument.DuplicateKeys

    private var phase = Phase.outside
    private var byteOrderMark = ByteOrderMark()
    private var finder: TargetFinder
    private var remainder: StreamRemainder
    private var splitter: ArraySplitter

    /// A stream that splits the array at `path`.
    public init(
        path: [String], limits: JSONStreamLimits = JSONStreamLimits(),
        duplicateKeys: JSONDocument.DuplicateKeys = .reject
    ) {
        self.path = path
        self.duplicateKeys = duplicateKeys
        finder = TargetFinder(nameCount: path.count)
        remainder = StreamRemainder(limit: limits.remainderSize)
        splitter = ArraySplitter(depth: path.count + 1, limits: limits, duplicateKeys: duplicateKeys)
    }

    /// The memory held between two calls.
    var capacity: Int { splitter.capacity + remainder.capacity }

    /// Reads on in `chunk` from `position`, and moves `position` behind what was read. Returns the next batch, an array
    /// of at least one element, as soon as it is full or the streamed array ends; nil when the chunk is used up.
    public mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) -> JSONDocument? {
        do throws(JSONError) {
            while position < chunk.count {
                switch phase {
                case .failed(let error): throw error
                case .outside: try readOutside(chunk, from: &position)
                case .inArray:
                    if let document = try readInArray(chunk, from: &position) { return document }
                }
            }
            return nil
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    /// Ends the stream and returns the remainder: the whole document, with the streamed array empty.
    public consuming func finish() throws(JSONError) -> JSONDocument {
        switch phase {
        case .failed(let error): throw error
        case .inArray: throw splitter.truncation()
        case .outside: return try remainder.parse(duplicateKeys: duplicateKeys)
        }
    }
}

extension JSONStream {
    private mutating func readOutside(
        _ chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) {
        let start = position
        byteOrderMark.readOn(in: chunk, from: &position)
        let event = finder.readOn(in: chunk, from: &position)
        try remainder.append(UnsafeRawBufferPointer(rebasing: chunk[start..<position]))
        switch event {
        case .key(let length): try compareKey(length: length)
        case .target: try enterArray()
        case .excess: throw remainder.excess()
        case nil: break
        }
    }

    private mutating func compareKey(length: Int) throws(JSONError) {
        let name = path[finder.awaitedName]
        guard try remainder.endsWithKey(name, length: length) else { return }
        if !finder.acceptKey() { throw remainder.duplicateKey(name, length: length) }
    }

    private mutating func enterArray() throws(JSONError) {
        if let fault = remainder.firstFault() { throw fault }
        splitter.begin(at: remainder.streamOffset)
        phase = .inArray
    }

    private mutating func readInArray(
        _ chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) -> JSONDocument? {
        let document = try splitter.nextBatch(in: chunk, from: &position)
        if splitter.isAtEnd {
            remainder.skip(splitter.length)
            try remainder.append(UnsafeRawBufferPointer(rebasing: chunk[position...position]))
            position += 1
            phase = .outside
        }
        return document
    }
}
