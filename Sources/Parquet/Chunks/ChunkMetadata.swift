/// What a row group's metadata say about the chunk of one column. Offsets count from the beginning of the row group.
struct ChunkMetadata: Sendable {
    /// A data page as the indexes describe it.
    struct Page: Sendable {
        var offset: Int
        var size: Int
        var firstRow: Int
        var nullCount: Int
        /// Nil when there are nothing but nulls.
        var bounds: Bounds?
    }

    let codec: Int
    /// Of the data pages.
    let pageType: PageType
    let encoding: PageEncoding
    var valueCount = 0
    var nullCount = 0
    var uncompressedSize = 0
    var compressedSize = 0
    var dictionaryOffset: Int?
    var bounds: Bounds?
    var pages: [Page] = []
    var bloomFilter: Range<Int>?

    init(codec: Int, pageType: PageType, encoding: PageEncoding) {
        (self.codec, self.pageType, self.encoding) = (codec, pageType, encoding)
    }

    private var encodings: [PageEncoding] {
        var encodings: [PageEncoding] = [encoding, .rle]
        if dictionaryOffset != nil { encodings.append(.plain) }
        return encodings
    }
}

extension ChunkMetadata {
    /// Writes the column chunk, with offsets moved by `start`, the place of the row group in the file.
    func write(_ leaf: Leaf, start: Int, indexes: ChunkIndexes, to chunk: inout ThriftWriter) {
        // The place of this metadata outside the footer, where nobody writes it.
        chunk.i64(2, 0)
        chunk.structure(3) { metadata in
            metadata.i32(1, leaf.physicalType.rawValue)
            metadata.i32s(2, encodings.map(\.rawValue))
            metadata.strings(3, leaf.path)
            metadata.i32(4, codec)
            metadata.i64(5, valueCount)
            metadata.i64(6, uncompressedSize)
            metadata.i64(7, compressedSize)
            metadata.i64(9, start + (pages.first?.offset ?? 0))
            if let dictionaryOffset { metadata.i64(11, start + dictionaryOffset) }
            metadata.structure(12) { Self.write(bounds, nullCount: nullCount, to: &$0) }
            metadata.structures(13, pageCounts) { count, statistics in
                statistics.i32(1, count.type.rawValue)
                statistics.i32(2, count.encoding.rawValue)
                statistics.i32(3, count.count)
            }
            if let bloomFilter {
                metadata.i64(14, start + bloomFilter.lowerBound)
                metadata.i32(15, bloomFilter.count)
            }
        }
        chunk.i64(4, indexes.offsetIndex.lowerBound)
        chunk.i32(5, indexes.offsetIndex.count)
        chunk.i64(6, indexes.columnIndex.lowerBound)
        chunk.i32(7, indexes.columnIndex.count)
    }

    private var pageCounts: [(type: PageType, encoding: PageEncoding, count: Int)] {
        let data = (pageType, encoding, pages.count)
        return dictionaryOffset == nil ? [data] : [(.dictionary, .plain, 1), data]
    }

    static func write(_ bounds: Bounds?, nullCount: Int, to statistics: inout ThriftWriter) {
        statistics.i64(3, nullCount)
        guard let bounds else { return }
        statistics.binary(5, bounds.largest)
        statistics.binary(6, bounds.smallest)
        statistics.bool(7, bounds.isLargestExact)
        statistics.bool(8, bounds.isSmallestExact)
    }

    /// Writes where each page lies, and its first row.
    func writeOffsetIndex(start: Int, to index: inout ThriftWriter) {
        index.element { index in
            index.structures(1, pages) { page, location in
                location.i64(1, start + page.offset)
                location.i32(2, page.size)
                location.i64(3, page.firstRow)
            }
        }
    }

    /// Writes the bounds of each page.
    func writeColumnIndex(_ leaf: Leaf, to index: inout ThriftWriter) {
        index.element { index in
            index.bools(1, pages.map { $0.bounds == nil })
            index.binaries(2, pages.map { $0.bounds?.smallest ?? [] })
            index.binaries(3, pages.map { $0.bounds?.largest ?? [] })
            index.i32(4, BoundaryOrder(of: pages.compactMap(\.bounds), leaf).rawValue)
            index.i64s(5, pages.map(\.nullCount))
        }
    }
}

/// Where the indexes of a chunk lie in the file.
struct ChunkIndexes {
    var columnIndex: Range<Int>
    var offsetIndex: Range<Int>
}
