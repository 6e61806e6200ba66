// Quoted strings. Most hold nothing to escape, so sixteen bytes at a time are tested and copied together; only what follows
// the first byte that needs an escape is looked at one by one.
extension PaddedBytes {
    /// Appends a string in quotes.
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count + 2)
        append(UInt8(ascii: "\""))
        appendEscaped(text, from: 0)
        append(UInt8(ascii: "\""))
    }

    /// Writes a string or key of a tape behind `place`, in quotes; returns where it ends. Tapes may be read a little behind
    /// a string's end.
    @inline(__always)
    mutating func writeQuoted(_ text: UnsafeBufferPointer<UInt8>, at place: Place) -> Place {
        guard let source = text.baseAddress else { return place }
        let place = room(for: text.count + 2, at: place)
        place.pointee = UInt8(ascii: "\"")
        let copied = Self.copyPlain(source, text.count, to: place + 1)
        guard copied == text.count else { return writeEscaped(text, from: copied, at: place + 1 + copied) }
        place[copied + 1] = UInt8(ascii: "\"")
        return place + (copied + 2)
    }

    @inline(never)
    private mutating func writeEscaped(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, at place: Place
    ) -> Place {
        commit(upTo: place)
        appendEscaped(text, from: start)
        append(UInt8(ascii: "\""))
        return end
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

    private typealias Lanes = ByteLanes.Lanes

    /// Copies bytes up to the first that needs an escape and returns how many. Reads and writes whole vectors: up to fifteen
    /// bytes behind the end of both.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafePointer<UInt8>, _ count: Int, to place: Place
    ) -> Int {
        // As constants with a type: otherwise the compiler takes comparisons that go lane by lane, 30 times slower.
        let (high, none) = (Lanes(repeating: 0xE0), Lanes(repeating: 0))
        let (quote, backslash) = (Lanes(repeating: UInt8(ascii: "\"")), Lanes(repeating: UInt8(ascii: "\\")))
        var position = 0
        while position < count {
            let bytes = UnsafeRawPointer(source + position).loadUnaligned(as: Lanes.self)
            UnsafeMutableRawPointer(place + position).storeBytes(of: bytes, as: Lanes.self)
            let highBits = bytes & high
            let controls = ByteLanes.words(highBits .== none)
            let found = controls | ByteLanes.words(bytes .== quote) | ByteLanes.words(bytes .== backslash)
            if found[0] | found[1] != 0 {
                let place = found[0] != 0 ? found[0].trailingZeroBitCount / 8 : 8 + found[1].trailingZeroBitCount / 8
                return min(count, position + place)
            }
            position += 16
        }
        return count
    }
}
