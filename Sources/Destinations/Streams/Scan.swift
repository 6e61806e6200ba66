internal import Connector
internal import JSON

/// What there is of a slice while it is scanned: its pages, as long as they are small, and then a part of its own.
struct Scan {
    /// A slice with more has a part of its own.
    static let mostBytes = 1 << 20

    private(set) var pages: [WrittenPage] = []
    private(set) var byteCount = 0
    var part: OpenPart?

    /// Whether pages of this size still fit.
    func hasRoom(for byteCount: Int) -> Bool { self.byteCount + byteCount <= Self.mostBytes }

    /// Keeps a page for later.
    mutating func keep(_ page: WrittenPage, byteCount: Int) {
        pages.append(page)
        self.byteCount += byteCount
    }

    /// The pages were written elsewhere.
    mutating func forgetPages() {
        pages = []
        byteCount = 0
    }
}

extension RecordBatch {
    /// A page costs that much, however few records it has.
    private static let overhead = 4 << 10

    /// About how many bytes of the document the records take.
    var byteCount: Int {
        var words = 0
        var bytes = 0
        forEachNode { record in
            words += record.endIndex - record.index
            bytes += record.textByteCount
        }
        return Self.overhead + words * 8 + bytes
    }
}

extension UnsafeJSONNode {
    /// How many bytes the strings in a value take.
    fileprivate var textByteCount: Int {
        if tag == .string || tag == .digits { return utf8.count }
        guard tag == .object || tag == .array else { return 0 }
        var count = 0
        // Keys are nodes too, each in front of its value.
        var node = first
        while !node.isEnd {
            count += node.textByteCount
            node = node.next
        }
        return count
    }
}
