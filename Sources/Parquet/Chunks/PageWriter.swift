internal import CZlib
internal import Compression

/// Puts together pages: header, levels, values.
///
///     v1    header; compressed: repetition levels, definition levels (each behind its length in 32 bits), values
///     v2    header; repetition levels, definition levels; compressed: values
///
/// The checksum is over what follows the header.
struct PageWriter: ~Copyable, Sendable {
    /// The values of the page under way.
    var body = ByteBuffer(capacity: 1 << 16)
    private var levels = ByteBuffer(capacity: 1 << 12)
    private var compressed: [UInt8] = []
    private var header = ThriftHeader()
    private var compressor: BlockCompressor
    private let version: ParquetOptions.PageVersion
    private let isCompressing: Bool

    init(_ options: ParquetOptions) throws(CompressionError) {
        compressor = try BlockCompressor(options.codec)
        isCompressing = options.codec != .none
        version = options.pageVersion
    }

    /// Begins a page.
    mutating func begin() {
        body.removeAll()
        levels.removeAll()
        compressed.removeAll(keepingCapacity: true)
    }

    /// Compresses the values of the page under way, and returns the size.
    mutating func compressBody() throws(CompressionError) -> Int {
        try compressor.compress(body.bytes, appendingTo: &compressed)
        return compressed.count
    }

    /// Appends the page to `output`; returns its size before compression, with its header.
    mutating func finishDictionary(valueCount: Int, to output: inout ByteBuffer) throws(CompressionError) -> Int {
        if isCompressing { try compressor.compress(body.bytes, appendingTo: &compressed) }
        return append(.dictionary, isCompressed: isCompressing, to: &output) { page in
            page.structure(7) { header in
                header.i32(1, valueCount)
                header.i32(2, PageEncoding.plain.rawValue)
            }
        }
    }

    /// Appends the page to `output`; returns its size before compression, with its header.
    mutating func finishData(
        _ range: PageRange, _ entries: Levels, _ encoding: PageEncoding, _ bounds: Bounds?, _ leaf: Leaf,
        to output: inout ByteBuffer
    ) throws(CompressionError) -> Int {
        let nullCount = range.entries.count - range.values.count
        if version == .v1 {
            appendLevelsWithLengths(range, entries)
            if isCompressing { try compressor.compress(body.bytes, appendingTo: &compressed) }
            return append(.data, isCompressed: isCompressing, to: &output) { page in
                page.structure(5) { header in
                    header.i32(1, range.entries.count)
                    header.i32(2, encoding.rawValue)
                    header.i32(3, PageEncoding.rle.rawValue)
                    header.i32(4, PageEncoding.rle.rawValue)
                    header.structure(5) { ChunkMetadata.write(bounds, nullCount: nullCount, to: &$0) }
                }
            }
        }
        entries.appendRepetition(range.entries, to: &levels)
        let repetitionSize = levels.count
        entries.appendDefinition(range.entries, to: &levels)
        let definitionSize = levels.count - repetitionSize
        if isCompressing { try compressor.compress(body.bytes, appendingTo: &compressed) }
        let isCompressed = isCompressing && compressed.count < body.count
        return append(.dataV2, isCompressed: isCompressed, to: &output) { page in
            page.structure(8) { header in
                header.i32(1, range.entries.count)
                header.i32(2, nullCount)
                header.i32(3, range.rows.count)
                header.i32(4, encoding.rawValue)
                header.i32(5, definitionSize)
                header.i32(6, repetitionSize)
                header.bool(7, isCompressed)
                header.structure(8) { ChunkMetadata.write(bounds, nullCount: nullCount, to: &$0) }
            }
        }
    }

    /// Puts the levels in front of the values.
    private mutating func appendLevelsWithLengths(_ range: PageRange, _ entries: Levels) {
        if entries.maxRepetition > 0 { appendWithLength { entries.appendRepetition(range.entries, to: &$0) } }
        if entries.maxDefinition > 0 { appendWithLength { entries.appendDefinition(range.entries, to: &$0) } }
        swap(&levels, &body)
        body.append(levels.bytes)
        levels.removeAll()
    }

    private mutating func appendWithLength(_ write: (inout ByteBuffer) -> Void) {
        let start = levels.count
        levels.appendLittleEndian(0)
        write(&levels)
        let size = UInt32(truncatingIfNeeded: levels.count - start - 4)
        levels.base.storeBytes(of: size.littleEndian, toByteOffset: start, as: UInt32.self)
    }

    private mutating func append(
        _ type: PageType, isCompressed: Bool, to output: inout ByteBuffer,
        _ describe: (inout ThriftWriter) -> Void
    ) -> Int {
        let size = isCompressed ? compressed.count : body.count
        let levelSize = levels.count
        let uncompressedSize = levelSize + body.count
        var checksum = crc32(0, levels.base.assumingMemoryBound(to: UInt8.self), UInt32(levelSize))
        checksum = compressed.withUnsafeBytes { compressed in
            let bytes = isCompressed ? compressed : body.bytes
            return crc32(checksum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count))
        }
        let signedChecksum = Int(Int32(truncatingIfNeeded: checksum))
        let headerSize = header.append(to: &output) { page in
            page.i32(1, type.rawValue)
            page.i32(2, uncompressedSize)
            page.i32(3, levelSize + size)
            page.i32(4, signedChecksum)
            describe(&page)
        }
        output.append(levels.bytes)
        if isCompressed { output.append(compressed) } else { output.append(body.bytes) }
        return headerSize + uncompressedSize
    }
}

/// A Thrift writer whose memory is used for one header after the other.
struct ThriftHeader: ~Copyable, Sendable {
    private var writer = ThriftWriter()

    /// Appends a structure and returns its size.
    mutating func append(to output: inout ByteBuffer, _ body: (inout ThriftWriter) -> Void) -> Int {
        writer.removeAll()
        writer.element(body)
        output.append(writer.buffer.bytes)
        return writer.buffer.count
    }
}
