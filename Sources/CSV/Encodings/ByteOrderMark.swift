/// The first bytes of a text, which may tell its encoding.
enum ByteOrderMark {
    /// How many bytes it takes to tell.
    static var maximumLength: Int { 3 }

    private static let marks: [(bytes: [UInt8], encoding: CSVEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ]

    /// The encoding of a text that is said to be in `declared` and begins with `head`, and how long its mark is. For
    /// UTF-16 the byte order is decided.
    static func read(
        _ head: [UInt8], declared: CSVEncoding
    ) throws(CSVError.Reason) -> (encoding: CSVEncoding, length: Int) {
        guard let mark = marks.first(where: { head.starts(with: $0.bytes) }) else {
            guard declared == .utf16 else { return (declared, 0) }
            let isBigEndian = head.count >= 2 && head[0] == 0 && head[1] != 0
            return (isBigEndian ? .utf16BigEndian : .utf16LittleEndian, 0)
        }
        let isUTF16 = mark.encoding != .utf8
        guard mark.encoding == declared || declared == .utf16 && isUTF16 else {
            throw .foreignMark(of: isUTF16 ? .utf16 : .utf8, readAs: declared)
        }
        return (mark.encoding, mark.bytes.count)
    }
}
