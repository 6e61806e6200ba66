/// The bytes being parsed, for finding places in them. Used only to describe errors: each look-up walks the text.
struct SourceText {
    let bytes: UnsafeRawBufferPointer

    /// Leaves out a byte order mark, which would count as a column.
    init(_ bytes: UnsafeRawBufferPointer) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        self.bytes = hasMark ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst(3)) : bytes
    }

    /// The line and column of a byte, or of the end.
    func position(ofByte offset: Int) -> YAMLPosition {
        var (line, column, index) = (1, 1, 0)
        let end = min(offset, bytes.count)
        while index < end {
            if let length = lineBreakLength(at: index) {
                (line, column, index) = (line + 1, 1, index + length)
            } else {
                index += 1
                while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
                column += 1
            }
        }
        return YAMLPosition(line: line, column: column)
    }

    /// What stands before a place on its line.
    func line(before position: YAMLPosition) -> String.UnicodeScalarView.SubSequence {
        line(position.line).prefix(position.column - 1)
    }

    /// The character at a place; nil at the end of a line.
    func character(at position: YAMLPosition) -> Unicode.Scalar? {
        line(position.line).dropFirst(position.column - 1).first
    }

    private func line(_ number: Int) -> String.UnicodeScalarView {
        var (line, start) = (1, 0)
        while line < number, start < bytes.count {
            if let length = lineBreakLength(at: start) {
                (line, start) = (line + 1, start + length)
            } else {
                start += 1
            }
        }
        let end = bytes.indices[start...].first { lineBreakLength(at: $0) != nil } ?? bytes.count
        return String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
    }

    private func lineBreakLength(at index: Int) -> Int? {
        func byte(_ distance: Int) -> UInt8? { index + distance < bytes.count ? bytes[index + distance] : nil }
        switch bytes[index] {
        case UInt8(ascii: "\n"): return 1
        case UInt8(ascii: "\r"): return byte(1) == UInt8(ascii: "\n") ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : nil
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : nil
        default: return nil
        }
    }
}
