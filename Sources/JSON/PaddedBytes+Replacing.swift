extension PaddedBytes {
    /// Overwrites one byte in use.
    mutating func replaceByte(at position: Int, with byte: UInt8) {
        precondition(position >= 0 && position < count)
        base[position] = byte
    }
}
