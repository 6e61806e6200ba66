/// Lays JSON text out over several lines: a member or element on each, two spaces for each level.
enum Indentation {
    /// The text of a value, indented. `compact` is JSON text without white space between its parts, but for its end.
    static func indented(_ compact: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(compact.count * 2)
        var depth = 0
        var isInString = false
        var isEscaped = false
        var previous: UInt8 = 0
        func breakLine() {
            result.append(UInt8(ascii: "\n"))
            result.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        for byte in compact {
            if isInString {
                result.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                previous = byte
                continue
            }
            let opened = previous == UInt8(ascii: "{") || previous == UInt8(ascii: "[")
            switch byte {
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if !opened { breakLine() }
                result.append(byte)
            case UInt8(ascii: ","):
                result.append(byte)
                breakLine()
            case UInt8(ascii: ":"):
                result.append(byte)
                result.append(UInt8(ascii: " "))
            default:
                if opened { breakLine() }
                result.append(byte)
                if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
                isInString = byte == UInt8(ascii: "\"")
            }
            previous = byte
        }
        return result
    }
}
