extension Substring {
    /// The text without the white space around it.
    var trimmed: String {
        let text = utf8.drop(while: \.isWhiteSpace)
        guard let last = text.lastIndex(where: { !$0.isWhiteSpace }) else { return "" }
        return String(decoding: text[...last], as: UTF8.self)
    }
}

extension String {
    /// The text without the white space around it.
    var trimmed: String { self[...].trimmed }
}

extension UInt8 {
    /// Whether this is a space, a tab or the end of a line in ASCII.
    var isWhiteSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }
}
