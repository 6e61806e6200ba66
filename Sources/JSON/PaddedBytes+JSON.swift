// The bytes of single JSON values. Each function reserves what it may write at most, then writes through a pointer.
extension PaddedBytes {
    /// Appends a value from a tape with everything inside it.
    mutating func append(_ node: UnsafeJSONNode) {
        switch node.tag {
        case .string: appendQuoted(node)
        case .integer: appendDecimal(magnitude: node.int64.magnitude, isNegative: node.int64 < 0)
        case .double: append(node.double)
        case .object: appendObject(node)
        case .array: appendArray(node)
        case .true: append("true")
        case .false: append("false")
        case .unsigned: appendDecimal(magnitude: node.uint64, isNegative: false)
        case .digits: append(UnsafeRawBufferPointer(node.utf8))
        default: append("null")
        }
    }

    private mutating func appendObject(_ object: UnsafeJSONNode) {
        append(UInt8(ascii: "{"))
        var key = object.first
        while !key.isEnd {
            appendQuoted(key, comma: key.index != object.index + 1, colon: true)
            let value = key.next
            append(value)
            key = value.next
        }
        append(UInt8(ascii: "}"))
    }

    private mutating func appendArray(_ array: UnsafeJSONNode) {
        append(UInt8(ascii: "["))
        var element = array.first
        while !element.isEnd {
            if element.index != array.index + 1 { append(UInt8(ascii: ",")) }
            append(element)
            element = element.next
        }
        append(UInt8(ascii: "]"))
    }

    /// Appends ASCII text that needs no escapes.
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a whole number given by its sign and magnitude.
    mutating func appendDecimal(magnitude: UInt64, isNegative: Bool) {
        append(maximum: 21) { place in
            let start = isNegative ? 1 : 0
            if isNegative { place[0] = UInt8(ascii: "-") }
            let count = Self.decimalDigits(of: magnitude)
            Self.writeDigits(of: magnitude, count: count, to: place + start)
            return start + count
        }
    }

    /// Writes the last `count` digits of a number, with zeros in front where it has fewer.
    static func writeDigits(of number: UInt64, count: Int, to place: UnsafeMutablePointer<UInt8>) {
        var rest = number
        for position in stride(from: count - 1, through: 0, by: -1) {
            let (tenth, digit) = rest.quotientAndRemainder(dividingBy: 10)
            place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = tenth
        }
    }

    static func decimalDigits(of number: UInt64) -> Int {
        var (digits, bound): (Int, UInt64) = (1, 10)
        while digits < 20, number >= bound {
            digits += 1
            bound = bound &* 10
        }
        return digits
    }
}
