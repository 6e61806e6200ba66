internal import Glibc

/// Finds where the elements of an array begin and end, and nothing else: it knows strings, counts brackets, and sees
/// commas. What it passes over may be any nonsense; parsing the elements is what finds that out.
///
/// It may be stopped after any byte and goes on with the next.
struct ElementScanner {
    /// Why the scanner stopped.
    enum Stop {
        /// A comma between two elements.
        case comma
        /// A closing bracket or brace with nothing open: the end of the array.
        case closer
        /// A bracket or brace that opens one level too many.
        case tooDeep
        /// The end of an element that is larger than allowed.
        case tooLarge
    }

    /// What the scanner watches besides structure. All places are positions in the text it is given.
    struct Watch {
        /// Where the current element begins: negative when that was in an earlier text. The scanner keeps it up to date.
        var elementStart: Int
        /// The largest element.
        var maximumSize: Int
        /// Commas between elements stop the scanner from here on.
        var commasFrom: Int

        /// Stops at every comma between elements, however large these are.
        static var everyComma: Watch { Watch(elementStart: 0, maximumSize: .max, commasFrom: .min) }
    }

    private let maximumDepth: Int
    private var strings = StringTracker()
    private var depth = 0

    /// A scanner for elements that may open `maximumDepth` levels of brackets and braces.
    init(maximumDepth: Int) {
        self.maximumDepth = maximumDepth
    }

    /// Whether every string, bracket and brace of the current element is closed.
    var isBetweenValues: Bool { depth == 0 && !strings.isInString }

    /// Reads on from `position` to `end`. Returns nil when it got there, else why it stopped, with `position` at the byte
    /// where it did.
    mutating func readOn(
        in text: UnsafeRawBufferPointer, from position: inout Int, to end: Int, _ watch: inout Watch
    ) -> Stop? {
        guard let base = text.baseAddress else { return nil }
        while position < end {
            let length = min(StructureBlock.length, end &- position)
            let stop =
                text.count &- position >= StructureBlock.length
                ? readBlock(base + position, length: length, position: &position, &watch)
                : readTail(base + position, length: length, position: &position, &watch)
            if let stop { return stop }
        }
        return nil
    }

    /// The last bytes of a text, behind which nothing may be read.
    @inline(never)
    private mutating func readTail(
        _ start: UnsafeRawPointer, length: Int, position: inout Int, _ watch: inout Watch
    ) -> Stop? {
        var copy = SIMD64<UInt8>(repeating: UInt8(ascii: " "))
        return withUnsafeMutableBytes(of: &copy) { bytes in
            guard let base = bytes.baseAddress else { return nil }
            memcpy(base, start, length)
            return readBlock(base, length: length, position: &position, &watch)
        }
    }

    @inline(__always)
    private mutating func readBlock(
        _ start: UnsafeRawPointer, length: Int, position: inout Int, _ watch: inout Watch
    ) -> Stop? {
        let block = StructureBlock(start)
        let outside = strings.readOn(block, length: length)
        let (openers, closers) = (block.openers & outside, block.closers & outside)
        let (opened, closed) = (openers.nonzeroBitCount, closers.nonzeroBitCount)
        if depth > closed, depth &+ opened <= maximumDepth {
            depth &+= opened &- closed
            position &+= length
            return nil
        }
        let commas = StructureBlock.commas(start) & outside
        return readEdges(openers, closers, commas, length: length, position: &position, &watch)
    }

    /// Goes through a block in which elements may begin or end, mark by mark.
    @inline(never)
    private mutating func readEdges(
        _ openers: UInt64, _ closers: UInt64, _ commas: UInt64, length: Int, position: inout Int, _ watch: inout Watch
    ) -> Stop? {
        var marks = openers | closers | commas
        while marks != 0 {
            let place = position &+ marks.trailingZeroBitCount
            let mark = marks & (0 &- marks)
            marks &= marks &- 1
            var stop: Stop?
            if mark & openers != 0 {
                if depth >= maximumDepth { stop = .tooDeep }
                depth &+= 1
            } else if mark & closers != 0 {
                if depth == 0 { stop = end(at: place, watch) ?? .closer }
                depth &-= 1
            } else if depth == 0 {
                stop = end(at: place, watch) ?? (place >= watch.commasFrom ? .comma : nil)
                if stop != .tooLarge { watch.elementStart = place &+ 1 }
            }
            if let stop {
                // Every mark is outside strings: this is where the next call takes up.
                strings = StringTracker()
                position = place
                return stop
            }
        }
        position &+= length
        return nil
    }

    private func end(at place: Int, _ watch: Watch) -> Stop? {
        place &- watch.elementStart > watch.maximumSize ? .tooLarge : nil
    }
}
