extension [UInt8] {
    /// Appends up to `capacity` bytes that `write` puts into the room it is given; it returns how many it wrote.
    mutating func append(
        upTo capacity: Int, _ write: (UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int
    ) throws(CompressionError) {
        try append(addingCapacity: capacity) { (span) throws(CompressionError) in
            try span.withUnsafeMutableBufferPointer { (room, count) throws(CompressionError) in
                count = try write(UnsafeMutableRawBufferPointer(room))
            }
        }
    }
}
