/// UUIDs as RFC 9562 writes them: 32 hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12.
enum UUIDText {
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> SIMD16<UInt8>? {
        guard text.count == 36 else { return nil }
        var bytes = SIMD16<UInt8>()
        var digits = 0
        for (position, character) in text.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = value(of: character) else { return nil }
            bytes[digits / 2] = bytes[digits / 2] << 4 | value
            digits += 1
        }
        return bytes
    }

    static func write(_ bytes: SIMD16<UInt8>) -> String {
        var text = ""
        for position in 0..<16 {
            if position == 4 || position == 6 || position == 8 || position == 10 { text += "-" }
            text += String(bytes[position] >> 4, radix: 16) + String(bytes[position] & 15, radix: 16)
        }
        return text
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
