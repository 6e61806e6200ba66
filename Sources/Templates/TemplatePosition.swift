/// A place in the text of a template, counted in Unicode scalars.
package struct TemplatePosition: Hashable, Sendable {
    /// From the beginning of the text, which is 0.
    package let offset: Int
    /// The first line is 1.
    package let line: Int
    /// The first of a line is 1.
    package let column: Int

    /// The place of a UTF-8 byte.
    init(byte: Int, in text: String) {
        var (offset, line, column) = (0, 1, 1)
        for unit in text.utf8.prefix(byte) where unit & 0xC0 != 0x80 {
            offset += 1
            column += 1
            if unit == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) }
        }
        self.offset = offset
        self.line = line
        self.column = column
    }
}
