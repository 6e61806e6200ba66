public import JSON

/// Reads the records in an XML text of any size, as it arrives, into documents that hold some of them each.
///
///     var decoder = XMLDecoder(path: ["response", "items", "item"])
///     for chunk in body {
///         var position = 0
///         while let batch = try decoder.nextBatch(in: chunk, from: &position) {
///             for record in batch.root.elements { … }           // {"@id": "7", "name": "Zoë", "tag": ["a", "b"]}
///         }
///     }
///     let rest = try decoder.finish()
///     if let batch = rest.lastBatch { … }
///     rest.remainder                                            // {"response": {"next": "…", "total": "2"}}
///
/// It is pulled: a batch is made when it is asked for, out of a chunk that stays the caller's. A chunk may end anywhere,
/// in the middle of a character or a tag.
///
/// **The path** names elements from the outside in, and the last is a record. It may begin anywhere: an element is a
/// record where the path's names are the last ones on the way to it. So `item` alone means every element of that name,
/// and names from the root on mean those in one place. What is inside a record belongs to it, whatever its name. With an
/// empty path the root is the one record.
///
/// **A record** becomes an object, and so does every element that has attributes or children. Attributes are members
/// named with an `@` before, children members of their own name, and text that stands beside either is the member
/// `#text`. Children of the same name become one array where there are several; a single one does not. An element that
/// has nothing but text is a string, exactly as it stands in the text, and one that has nothing at all, or
/// `xsi:nil="true"` alone, is `null`. White space alone between two tags is layout, and left out. Prefixes of namespaces
/// stay as they are written. Comments and processing instructions are skipped.
///
/// **Errors** say in which line, column and byte. Batches handed out before stand. After an error, every call throws it
/// again. Declarations of entities, and documents of a type defined elsewhere, are refused: nothing is fetched, and no
/// text grows by being read. UTF-8, UTF-16, ISO-8859-1, US-ASCII and windows-1252 are known.
///
/// **Memory** is bounded by `XMLLimits`, not by the text.
public struct XMLDecoder: ~Copyable, Sendable {
    /// What is there once a text has ended.
    public struct Ending: Sendable {
        /// The last records, if there are any that were not handed out.
        public let lastBatch: JSONDocument?
        /// What stood outside the records: an object with the root element as its only member, unless that is a record.
        /// Elements that held nothing but records are left out.
        public let remainder: JSONDocument
    }

    private let limits: XMLLimits
    private var parser: ExpatParser
    /// How many bytes had been parsed when the current batch began.
    private var batchStart = 0
    private var failure: XMLError?

    /// A decoder for the records at `path`.
    public init(path: [String], limits: XMLLimits = XMLLimits()) {
        self.init(path: path, limits: limits, sliceSize: 16 << 10)
    }

    /// A decoder that parses so many bytes at a time, or a batch if that is less.
    init(path: [String], limits: XMLLimits, sliceSize: Int) {
        self.limits = limits
        parser = ExpatParser(
            RecordAssembler(path: path, limits: limits), sliceSize: min(sliceSize, limits.batchSize),
            markupSize: limits.markupSize)
    }

    /// The memory held between two calls, without that of the parser.
    var capacity: Int { parser.context.assembler.capacity }

    /// Reads on in `chunk` from `position`, and moves `position` behind what was read. Returns the next batch, an array
    /// of at least one record, as soon as it is full; nil when the chunk is used up.
    public mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(XMLError) -> JSONDocument? {
        if let failure { throw failure }
        do throws(XMLError) {
            while position < chunk.count {
                position += try parser.read(UnsafeRawBufferPointer(rebasing: chunk[position...]))
                if parser.offset - batchStart >= limits.batchSize, let batch = parser.context.assembler.endBatch() {
                    batchStart = parser.offset
                    return batch
                }
            }
            return nil
        } catch {
            failure = error
            throw error
        }
    }

    /// Ends the text, and returns the last batch and what stood outside the records.
    public consuming func finish() throws(XMLError) -> Ending {
        if let failure { throw failure }
        try parser.finish()
        return Ending(
            lastBatch: parser.context.assembler.endBatch(), remainder: parser.context.assembler.endRemainder())
    }
}
