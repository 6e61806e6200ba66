/// Finds a text in others, byte for byte, in time in proportion to their length (Knuth, Morris, Pratt). In valid UTF-8 a
/// match never begins or ends inside a character.
struct TextSearch: Sendable {
    private let wanted: [UInt8]
    /// For each beginning of `wanted`: the length of its longest proper beginning that is also its end, which is how much
    /// of a match is left when the next byte is wrong.
    private let borders: [Int]

    init(for text: String) {
        wanted = Array(text.utf8)
        var borders = [0]
        var length = 0
        for byte in wanted.dropFirst() {
            while length > 0, byte != wanted[length] { length = borders[length - 1] }
            if byte == wanted[length] { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    func isFound(in text: String) -> Bool {
        var text = text
        return wanted.isEmpty || text.withUTF8 { offset(in: UnsafeRawBufferPointer($0)) != nil }
    }

    /// Calls `body` with what stands before, between and behind the places where the text is found, from left to right,
    /// without overlap. An empty text is found nowhere.
    func forEachPiece(of text: String, _ body: (UnsafeRawBufferPointer) -> Void) {
        var text = text
        text.withUTF8 { text in
            var rest = UnsafeRawBufferPointer(text)
            while let start = offset(in: rest) {
                body(UnsafeRawBufferPointer(rebasing: rest[..<start]))
                rest = UnsafeRawBufferPointer(rebasing: rest[(start + wanted.count)...])
            }
            body(rest)
        }
    }

    private func offset(in text: UnsafeRawBufferPointer) -> Int? {
        guard !wanted.isEmpty else { return nil }
        var matched = 0
        for (offset, byte) in text.enumerated() {
            while matched > 0, byte != wanted[matched] { matched = borders[matched - 1] }
            if byte == wanted[matched] { matched += 1 }
            if matched == wanted.count { return offset + 1 - matched }
        }
        return nil
    }
}
