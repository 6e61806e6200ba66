/// Writes ASCII text of known length into memory that has room for it.
struct FixedWriter {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        self.memory = memory
    }

    mutating func write(_ byte: UInt8) {
        precondition(count < memory.count)
        memory[count] = byte
        count += 1
    }

    /// Writes the last `digits` digits of a number that is not negative, with zeros in front.
    mutating func write(_ number: Int, digits: Int) {
        precondition(digits <= memory.count - count)
        var rest = number
        for place in (count..<count + digits).reversed() {
            memory[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    mutating func write(_ date: CivilDate) {
        write(date.year, digits: 4)
        write(UInt8(ascii: "-"))
        write(date.month, digits: 2)
        write(UInt8(ascii: "-"))
        write(date.day, digits: 2)
    }

    /// Takes back the last bytes.
    mutating func removeLast(_ bytes: Int) {
        count -= min(bytes, count)
    }
}
