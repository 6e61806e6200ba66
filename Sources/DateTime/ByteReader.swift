/// Reads dates and durations out of bytes. It never reads behind their end and does not own them.
struct ByteReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next byte, or zero at the end, which nothing we read contains.
    var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    var isAtDigit: Bool { Self.value(ofDigit: byte) != nil }

    /// Passes the next byte if it is the given one.
    mutating func skip(_ wanted: UInt8) -> Bool {
        guard byte == wanted, !isAtEnd else { return false }
        position += 1
        return true
    }

    /// Passes the next byte if it is one of the two.
    mutating func skip(_ wanted: UInt8, or alternative: UInt8) -> Bool {
        skip(wanted) || skip(alternative)
    }

    /// Passes the given bytes.
    mutating func skip(_ wanted: some Sequence<UInt8>) -> Bool {
        for byte in wanted where !skip(byte) { return false }
        return true
    }

    /// Passes any spaces.
    mutating func skipSpaces() {
        while skip(UInt8(ascii: " ")) {}
    }

    /// The number that exactly `count` digits write.
    mutating func number(digits count: Int) -> Int? {
        let start = position
        guard let number = number(upTo: count), position - start == count else { return nil }
        return number
    }

    /// The number that one to `limit` digits write, as many as there are. At most 18 fit.
    mutating func number(upTo limit: Int) -> Int? {
        guard isAtDigit else { return nil }
        var number = 0
        var count = 0
        while count < limit, let digit = Self.value(ofDigit: byte) {
            number = number * 10 + digit
            count += 1
            position += 1
        }
        return number
    }

    /// The nanoseconds that the digits of a decimal fraction stand for; those behind the ninth are passed over.
    mutating func nanoseconds(upTo limit: Int = .max) -> Int? {
        guard isAtDigit else { return nil }
        var nanoseconds = 0
        var count = 0
        while count < limit, let digit = Self.value(ofDigit: byte) {
            if count < 9 { nanoseconds = nanoseconds * 10 + digit }
            count += 1
            position += 1
        }
        for _ in min(count, 9)..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    /// The position in `names` of the one that stands here, in letters of either case.
    mutating func name(of names: [StaticString]) -> Int? {
        for (index, name) in names.enumerated() where skipIgnoringCase(name) { return index }
        return nil
    }

    private mutating func skipIgnoringCase(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard length <= bytes.count - position else { return false }
        for offset in 0..<length where (bytes[position + offset] ^ name.utf8Start[offset]) & ~0x20 != 0 { return false }
        position += length
        return true
    }

    private static func value(ofDigit byte: UInt8) -> Int? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }
}
