/// Cuts the inside of an array, as it arrives, into batches of elements.
struct ArraySplitter: ~Copyable {
    private static var maximumDepth: Int { 1024 }

    private let limits: JSONStreamLimits
    private let duplicateKeys: JSONDocument.DuplicateKeys
    private var scanner: ElementScanner
    private var batch = ElementBatch()
    private var start = 0
    /// The number of bytes of the current element in earlier chunks.
    private var elementLength = 0

    /// How many bytes inside the array have been read.
    private(set) var length = 0
    /// Whether the next byte is the array's closing bracket.
    private(set) var isAtEnd = false

    /// A splitter for an array that is itself at nesting level `depth`.
    init(depth: Int, limits: JSONStreamLimits, duplicateKeys: JSONDocument.DuplicateKeys) {
        self.limits = limits
        self.duplicateKeys = duplicateKeys
        scanner = ElementScanner(maximumDepth: Self.maximumDepth - depth)
    }

    /// The memory held.
    var capacity: Int { batch.capacity }

    private var streamOffset: Int { start + length }

    /// Begins with the array whose first byte, behind the bracket, is at `streamOffset`.
    mutating func begin(at streamOffset: Int) {
        start = streamOffset
        batch.begin(behind: UInt8(ascii: "["), streamStart: streamOffset)
    }

    /// Reads on in `chunk` from `position`: until a batch is full, or to the closing bracket, or to the end of the chunk.
    mutating func nextBatch(
        in chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) -> JSONDocument? {
        let stop = try readElements(chunk, from: &position)
        switch stop {
        case .comma:
            let document = try batch.end(before: UInt8(ascii: ","), duplicateKeys: duplicateKeys)
            position += 1
            length += 1
            batch.begin(behind: UInt8(ascii: ","), streamStart: streamOffset)
            return document
        case .closer where chunk[position] == UInt8(ascii: "]"):
            isAtEnd = true
            return try batch.end(before: UInt8(ascii: "]"), duplicateKeys: duplicateKeys)
        case .closer, .tooDeep:
            let place = streamOffset
            batch.append(UnsafeRawBufferPointer(rebasing: chunk[position...position]))
            let isTooDeep = stop == .tooDeep
            throw batch.fault(isTooDeep ? .tooDeep : .unexpected(expected: "a comma or ]"), at: place)
        case .tooLarge, nil:
            return nil
        }
    }

    /// The error for a stream that ends here.
    mutating func truncation() -> JSONError {
        batch.fault(.truncated, at: streamOffset)
    }

    private mutating func readElements(
        _ chunk: UnsafeRawBufferPointer, from position: inout Int
    ) throws(JSONError) -> ElementScanner.Stop? {
        let first = position
        var watch = ElementScanner.Watch(
            elementStart: first - elementLength, maximumSize: limits.elementSize,
            commasFrom: first + limits.batchSize - batch.count)
        let stop = scanner.readOn(in: chunk, from: &position, to: chunk.count, &watch)
        elementLength = stop == .comma ? 0 : position - watch.elementStart
        let isTooLarge = stop == .tooLarge || elementLength > limits.elementSize
        if isTooLarge { position = watch.elementStart + limits.elementSize }
        batch.append(UnsafeRawBufferPointer(rebasing: chunk[first..<position]))
        length += position - first
        if isTooLarge {
            let limit = limits.elementSize
            throw batch.fault(.tooLarge(.element, limit: limit), at: streamOffset - limit)
        }
        return stop
    }
}
