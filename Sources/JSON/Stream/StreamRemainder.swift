/// The text outside the streamed array, as it comes, and where it came from.
struct StreamRemainder: ~Copyable {
    private let limit: Int
    private var bytes = PaddedBytes()
    /// Where the streamed array was cut out: behind so many bytes of the remainder, so many bytes of the stream.
    private var cut: (position: Int, length: Int)?

    /// An empty remainder that may grow to `limit` bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// The memory held.
    var capacity: Int { bytes.capacity }

    /// The place in the stream that follows what has been appended.
    var streamOffset: Int { streamOffset(of: bytes.count) }

    mutating func append(_ piece: UnsafeRawBufferPointer) throws(JSONError) {
        guard piece.count <= limit - bytes.count else {
            let room = limit - bytes.count
            bytes.append(UnsafeRawBufferPointer(rebasing: piece[..<room]))
            let part: JSONError.StreamPart = cut == nil ? .beforeArray : .remainder
            throw firstFault() ?? JSONError(reason: .tooLarge(part, limit: limit), offset: streamOffset)
        }
        bytes.append(piece)
    }

    /// Leaves out the next `length` bytes of the stream.
    mutating func skip(_ length: Int) {
        cut = (bytes.count, length)
    }

    /// Whether the key that was just appended, `length` bytes between its quotes, is `name` once its escapes are decoded.
    func endsWithKey(_ name: String, length: Int) throws(JSONError) -> Bool {
        let start = bytes.count - 1 - length
        return try bytes.withUnsafeBytes { (text) throws(JSONError) in
            let raw = text[start..<start + length]
            guard raw.contains(UInt8(ascii: "\\")) else { return raw.elementsEqual(name.utf8) }
            var decoded: [UInt8] = []
            do throws(JSONError) {
                _ = try JSONSyntax.appendString(from: text, at: start, to: &decoded)
            } catch {
                throw firstFault() ?? translated(error)
            }
            return decoded.elementsEqual(name.utf8)
        }
    }

    /// The error for the key that was just appended, and which its object had before.
    func duplicateKey(_ name: String, length: Int) -> JSONError {
        firstFault()
            ?? bytes.withUnsafeBytes { text in
                translated(JSONError(.duplicateKey(name), at: text.count - 2 - length, in: text))
            }
    }

    /// The error for the byte that was just appended, and which stands behind the document's end.
    func excess() -> JSONError {
        firstFault() ?? JSONError(reason: .trailingText, offset: streamOffset - 1)
    }

    /// What is wrong with the text up to here, apart from its being unfinished.
    func firstFault() -> JSONError? {
        do throws(JSONError) {
            _ = try bytes.withUnsafeBytes { (text) throws(JSONError) in try ExactParser.parse(text) }
            return nil
        } catch {
            return error.reason == .truncated || error.reason == .empty ? nil : translated(error)
        }
    }

    /// Parses the remainder once it is complete.
    func parse(duplicateKeys: JSONDocument.DuplicateKeys) throws(JSONError) -> JSONDocument {
        do {
            return try JSONDocument.parse(bytes, duplicateKeys: duplicateKeys)
        } catch {
            throw translated(error)
        }
    }

    private func translated(_ error: JSONError) -> JSONError {
        JSONError(reason: error.reason, offset: streamOffset(of: error.offset), excerpt: error.excerpt)
    }

    private func streamOffset(of position: Int) -> Int {
        guard let cut, position >= cut.position else { return position }
        return position + cut.length
    }
}
