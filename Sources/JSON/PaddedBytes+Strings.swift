// Quoted strings. Most hold nothing to escape, so eight bytes at a time are tested and copied together; only what
// follows the first byte that needs an escape is looked at one by one.
extension PaddedBytes {
    /// Appends a string or key from a tape, in quotes, with a comma before or a colon behind it. Tapes may be read a
    /// little behind a string's end.
    mutating func appendQuoted(_ node: UnsafeJSONNode, comma: Bool = false, colon: Bool = false) {
        let text = node.utf8
        guard let source = text.baseAddress else { return }
        var copied = 0
        append(maximum: text.count + 4) { place in
            var position = 0
            if comma {
                place[position] = UInt8(ascii: ",")
                position += 1
            }
            place[position] = UInt8(ascii: "\"")
            position += 1
            copied = Self.copyPlain(source, text.count, to: place + position)
            position += copied
            guard copied == text.count else { return position }
            place[position] = UInt8(ascii: "\"")
            position += 1
            if colon {
                place[position] = UInt8(ascii: ":")
                position += 1
            }
            return position
        }
        if copied < text.count {
            appendEscaped(text, from: copied)
            append(UInt8(ascii: "\""))
            if colon { append(UInt8(ascii: ":")) }
        }
    }

    /// Appends a string in quotes.
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count + 2)
        append(UInt8(ascii: "\""))
        appendEscaped(text, from: 0)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, from start: Int) {
        for byte in text[start...] {
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                appendEscape(byte)
            } else {
                append(byte)
            }
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            let figure = byte & 0x0F
            append(figure < 10 ? UInt8(ascii: "0") &+ figure : UInt8(ascii: "a") &+ figure &- 10)
        }
    }

    /// Copies bytes up to the first that needs an escape and returns how many. Reads and writes whole words: up to seven
    /// bytes behind the end of both.
    private static func copyPlain(
        _ source: UnsafePointer<UInt8>, _ count: Int, to place: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var position = 0
        while position < count {
            let word = UnsafeRawPointer(source + position).loadUnaligned(as: UInt64.self).littleEndian
            UnsafeMutableRawPointer(place + position).storeBytes(of: word.littleEndian, as: UInt64.self)
            let found = suspiciousBytes(in: word)
            if found != 0 {
                return min(count, position + found.trailingZeroBitCount / 8)
            }
            position += 8
        }
        return count
    }

    /// Sets the high bit of the first byte that is a quote, a backslash or below 0x20, counted from the low end. Bits
    /// above it may be set wrongly.
    private static func suspiciousBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let controls = (word &- ones &* 0x20) & ~word
        return (controls | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & highs
    }
}
