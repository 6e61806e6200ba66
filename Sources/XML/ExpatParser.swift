internal import CExpat
internal import Glibc

/// Runs expat over a text that comes in pieces, and tells an assembler what is in it.
///
/// The text is collected in the parser's own buffer and parsed slice by slice, so that it is cut in the same places
/// whatever pieces it comes in, and an unfinished tag is not looked at again for every few bytes.
///
/// `@unchecked Sendable`: one owner at a time uses the parser and what its callbacks reach.
struct ExpatParser: ~Copyable, @unchecked Sendable {
    let context: ExpatContext
    private let parser: XML_Parser?
    private let sliceSize: Int
    private let markupSize: Int
    /// The parser's buffer for the next slice, and how much of it is filled.
    private var slice: (start: UnsafeMutableRawPointer?, count: Int) = (nil, 0)
    /// How many bytes have been parsed, and where the last tag or text among them began.
    private var (parsedCount, lastEvent) = (0, 0)

    init(_ assembler: consuming RecordAssembler, sliceSize: Int, markupSize: Int) {
        self.sliceSize = sliceSize
        self.markupSize = markupSize
        parser = XML_ParserCreate(nil)
        context = ExpatContext(assembler, of: parser)
        context.setHandlers()
    }

    deinit {
        if let parser { XML_ParserFree(parser) }
    }

    /// How many bytes have been parsed.
    var offset: Int { parsedCount }

    /// Takes up to the end of `text` or of the slice, parses the slice when it is full, and returns how much it took.
    mutating func read(_ text: UnsafeRawBufferPointer) throws(XMLError) -> Int {
        let start = try sliceStart()
        let count = min(text.count, sliceSize - slice.count)
        if let source = text.baseAddress { memcpy(start + slice.count, source, count) }
        slice.count += count
        if slice.count == sliceSize { try parse(isFinal: false) }
        return count
    }

    /// Ends the text.
    mutating func finish() throws(XMLError) {
        _ = try sliceStart()
        try parse(isFinal: true)
    }

    private mutating func sliceStart() throws(XMLError) -> UnsafeMutableRawPointer {
        if let start = slice.start { return start }
        guard let parser, let start = XML_GetBuffer(parser, Int32(sliceSize)) else { throw context.fault(.outOfMemory) }
        slice.start = start
        return start
    }

    private mutating func parse(isFinal: Bool) throws(XMLError) {
        let count = slice.count
        slice = (nil, 0)
        let status = XML_ParseBuffer(parser, Int32(count), isFinal ? 1 : 0)
        parsedCount += count
        if let failure = context.failure { throw failure }
        if status != XML_STATUS_OK { throw context.fault(reason(for: XML_GetErrorCode(parser))) }
        // There is no place while the parser waits for more of a tag.
        let place = Int(XML_GetCurrentByteIndex(parser))
        if place >= 0 { lastEvent = place }
        if !isFinal, parsedCount - lastEvent > max(markupSize, sliceSize) {
            throw context.fault(.tooLarge(.markup, limit: markupSize))
        }
    }
}

extension ExpatParser {
    private func reason(for code: XML_Error) -> XMLError.Reason {
        switch code {
        case XML_ERROR_NO_MEMORY: .outOfMemory
        case XML_ERROR_NO_ELEMENTS: context.assembler.isOutside ? .empty : .truncated
        case XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNCLOSED_CDATA_SECTION: .truncated
        case XML_ERROR_TAG_MISMATCH: .mismatchedTag
        case XML_ERROR_UNDEFINED_ENTITY: .undefinedEntity
        case XML_ERROR_UNKNOWN_ENCODING: .unknownEncoding(context.encodingName)
        default: .malformed(XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)")
        }
    }
}
