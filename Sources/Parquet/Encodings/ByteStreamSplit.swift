/// The first bytes of all values, then the second bytes, and so on: what numbers have in common comes to lie together.
enum ByteStreamSplit {
    static func append(_ values: UnsafeRawPointer, count: Int, to buffer: inout ByteBuffer) {
        let target = buffer.reserve(count * 8).assumingMemoryBound(to: UInt8.self)
        let words = values.assumingMemoryBound(to: UInt64.self)
        for byte in 0..<8 {
            let stream = target + byte * count
            let shift = UInt64(byte * 8)
            for position in 0..<count { stream[position] = UInt8(truncatingIfNeeded: words[position] &>> shift) }
        }
        buffer.advance(by: count * 8)
    }
}
