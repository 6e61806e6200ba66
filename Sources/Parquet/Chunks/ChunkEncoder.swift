internal import Columnar
internal import Compression

/// Encodes columns one after the other, with the memory it takes kept from one to the next.
struct ChunkEncoder: ~Copyable, Sendable {
    private let options: ParquetOptions
    private var pages: PageWriter
    private var reader = ValueReader()
    private var words = WordDictionary()
    private var byteArrays = BytesDictionary()
    private var lengths = Scratch<Int64>()
    private var used = Scratch<UInt8>()

    init(_ options: ParquetOptions) throws(CompressionError) {
        self.options = options
        pages = try PageWriter(options)
    }

    /// Appends the chunk of a column and returns what is to be said about it.
    mutating func encode(
        _ column: borrowing Column, _ leaf: Leaf, _ levels: Levels, rowCount: Int, to output: inout ByteBuffer
    ) throws(CompressionError) -> ChunkMetadata {
        let values = reader.read(column, leaf)
        let encoding = try chooseEncoding(values)
        var chunk = ChunkMetadata(
            codec: options.codec.formatNumber, pageType: options.pageVersion == .v1 ? .data : .dataV2,
            encoding: encoding.pageEncoding)
        let start = output.count
        if encoding.pageEncoding == .rleDictionary {
            chunk.dictionaryOffset = start
            pages.begin()
            appendDictionary(encoding, values)
            let count = encoding == .wordDictionary ? words.count : byteArrays.count
            chunk.uncompressedSize += try pages.finishDictionary(valueCount: count, to: &output)
        }
        for range in PageRange.cut(levels, rowCount: rowCount, rowsOfPage: rowsOfPage(values, rowCount)) {
            let offset = output.count
            pages.begin()
            appendValues(encoding, values, range.values)
            let bounds = bounds(encoding, values, range.values)
            chunk.uncompressedSize += try pages.finishData(
                range, levels, encoding.pageEncoding, bounds, leaf, to: &output)
            chunk.pages.append(
                ChunkMetadata.Page(
                    offset: offset, size: output.count - offset, firstRow: range.rows.lowerBound,
                    nullCount: range.entries.count - range.values.count, bounds: bounds))
            chunk.valueCount += range.entries.count
        }
        chunk.compressedSize = output.count - start
        chunk.nullCount = chunk.valueCount - values.count
        chunk.bounds = Bounds(around: chunk.pages.compactMap(\.bounds), leaf)
        if options.bloomFilters.contains(leaf.path) { chunk.bloomFilter = appendBloomFilter(values, to: &output) }
        return chunk
    }

    /// All pages but the last have about the wanted size, or rows.
    private func rowsOfPage(_ values: LeafValues, _ rowCount: Int) -> Int {
        let size = max(values.plainSize(0..<values.count), 1)
        let (product, overflow) = rowCount.multipliedReportingOverflow(by: options.bytesOfPage)
        return max(1, min(options.rowsOfPage, overflow ? rowCount : product / size))
    }

    private mutating func chooseEncoding(_ values: LeafValues) throws(CompressionError) -> ChunkEncoding {
        let mayHaveDictionary = options.usesDictionaries && values.count > 1
        switch values.type {
        case .int64: return mayHaveDictionary && words.build(values) ? .wordDictionary : .deltaBinaryPacked
        case .double:
            if mayHaveDictionary, words.build(values) { return .wordDictionary }
            return try isSmallerSplit(values) ? .byteStreamSplit : .plain
        case .byteArray: return mayHaveDictionary && byteArrays.build(values) ? .bytesDictionary : .deltaLength
        case .int32: return mayHaveDictionary && words.build(values) ? .wordDictionary : .plain
        case .boolean, .fixedLengthByteArray: return .plain
        }
    }

    /// Whether some of the doubles compress better as byte streams: measurements do, amounts of money do not, because the
    /// bits behind their cents repeat.
    private mutating func isSmallerSplit(_ values: LeafValues) throws(CompressionError) -> Bool {
        guard options.codec != .none else { return false }
        let start = max(0, values.count - Self.sampleOfDoubles) / 2
        let sample = start..<min(start + Self.sampleOfDoubles, values.count)
        pages.begin()
        PlainEncoding.append(values, sample, to: &pages.body)
        let plainSize = try pages.compressBody()
        pages.begin()
        ByteStreamSplit.append(values.words + sample.lowerBound, count: sample.count, to: &pages.body)
        return try pages.compressBody() < plainSize
    }

    private static var sampleOfDoubles: Int { 2048 }

    private mutating func appendDictionary(_ encoding: ChunkEncoding, _ values: LeafValues) {
        if encoding == .wordDictionary {
            words.append(width: values.width, to: &pages.body)
            return
        }
        for entry in 0..<byteArrays.count {
            let value = byteArrays.entries[entry]
            pages.body.appendLittleEndian(UInt32(truncatingIfNeeded: value.length))
            pages.body.append(values.bytes + Int(value.start), count: Int(value.length))
        }
    }

    private mutating func appendValues(_ encoding: ChunkEncoding, _ values: LeafValues, _ range: Range<Int>) {
        switch encoding {
        case .plain: PlainEncoding.append(values, range, to: &pages.body)
        case .deltaBinaryPacked:
            let numbers = values.fixed.assumingMemoryBound(to: Int64.self)
            DeltaBinaryPacked.append(numbers + range.lowerBound, count: range.count, to: &pages.body)
        case .deltaLength: DeltaLengthByteArray.append(values, range, &lengths, to: &pages.body)
        case .byteStreamSplit:
            ByteStreamSplit.append(values.words + range.lowerBound, count: range.count, to: &pages.body)
        case .wordDictionary: appendIndexes(words.valueIndexes, of: words.count, range)
        case .bytesDictionary: appendIndexes(byteArrays.valueIndexes, of: byteArrays.count, range)
        }
    }

    private mutating func appendIndexes(_ indexes: UnsafePointer<UInt32>, of count: Int, _ range: Range<Int>) {
        let encoding = HybridEncoding(width: max(1, HybridEncoding.width(of: count - 1)))
        pages.body.append(UInt8(encoding.width))
        encoding.append(indexes + range.lowerBound, count: range.count, to: &pages.body)
    }

    /// The bounds of a page. Of a dictionary's values only those are compared that the page uses, each once.
    private mutating func bounds(_ encoding: ChunkEncoding, _ values: LeafValues, _ range: Range<Int>) -> Bounds? {
        guard encoding == .bytesDictionary, byteArrays.count < range.count else {
            return BoundsFinder.find(values, range)
        }
        let used = used.take(byteArrays.count)
        used.update(repeating: 0, count: byteArrays.count)
        for position in range { used[Int(byteArrays.valueIndexes[position])] = 1 }
        return BoundsFinder.find(values, used: used, of: byteArrays.entries, count: byteArrays.count)
    }

    private func appendBloomFilter(_ values: LeafValues, to output: inout ByteBuffer) -> Range<Int> {
        let start = output.count
        BloomFilter(values).write(to: &output)
        return start..<output.count
    }
}
