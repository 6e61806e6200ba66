/// Recognises the byte order mark of UTF-8 at the beginning of a text that arrives in pieces.
struct ByteOrderMark {
    /// How many bytes of the text are, so far, those of the mark.
    private(set) var length = 0
    private var isRuledOut = false

    static var bytes: [UInt8] { [0xEF, 0xBB, 0xBF] }

    /// How long the mark is that a whole text begins with: zero where there is none.
    static func length(in text: UnsafeRawBufferPointer) -> Int { text.starts(with: bytes) ? bytes.count : 0 }

    /// Whether the text's first bytes have been decided upon.
    var isDecided: Bool { isRuledOut || isPresent }

    /// Whether the text begins with the mark.
    var isPresent: Bool { length == Self.bytes.count }

    /// Reads on as long as the text goes on like the mark.
    mutating func readOn(in text: UnsafeRawBufferPointer, from position: inout Int) {
        while !isDecided, position < text.count {
            if text[position] == Self.bytes[length] {
                length += 1
                position += 1
            } else {
                isRuledOut = true
            }
        }
    }
}
