/// The smallest and the largest of some values, as statistics hold them: plain, without a length.
struct Bounds: Equatable, Sendable {
    var smallest: [UInt8]
    var largest: [UInt8]
    /// Whether they are values themselves, and not the beginning of long ones.
    var isSmallestExact = true
    var isLargestExact = true

    init(_ smallest: [UInt8], _ largest: [UInt8]) {
        (self.smallest, self.largest) = (smallest, largest)
    }

    init<Value: FixedWidthInteger>(_ smallest: Value, _ largest: Value) {
        self.init(Self.bytes(smallest.littleEndian), Self.bytes(largest.littleEndian))
    }

    /// Zeros of either sign compare as equal, so that the smallest has to be the negative one, the largest the other.
    init(_ smallest: Double, _ largest: Double) {
        self.init((smallest == 0 ? -0.0 : smallest).bitPattern, (largest == 0 ? 0.0 : largest).bitPattern)
    }

    static func bytes<Value>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    /// How much of a byte array is kept.
    private static var longest: Int { 64 }

    /// Byte arrays, of long ones the beginning.
    init(byteArrays smallest: UnsafeBufferPointer<UInt8>, _ largest: UnsafeBufferPointer<UInt8>) {
        self.init(Array(smallest.prefix(Self.longest)), Array(largest))
        if smallest.count > Self.longest {
            // A bound that ends inside a character is no text.
            while self.smallest.last.map({ $0 >= 0x80 }) ?? false { self.smallest.removeLast() }
            isSmallestExact = false
        }
        if let shortened = Self.shortened(largest) {
            self.largest = shortened
            isLargestExact = false
        }
    }

    /// A short byte array that is larger: the beginning, with its last ASCII character but one step on. Nil when the array
    /// is short itself, or has no such character.
    private static func shortened(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard bytes.count > longest else { return nil }
        var shortened = Array(bytes.prefix(longest))
        while let last = shortened.last, last >= 0x7E { shortened.removeLast() }
        guard let last = shortened.last else { return nil }
        shortened[shortened.count - 1] = last + 1
        return shortened
    }
}
