internal import Glibc

/// Values one after the other (PLAIN): numbers in little-endian order, booleans a bit each, byte arrays behind their length
/// in 32 bits.
enum PlainEncoding {
    static func append(_ values: LeafValues, _ range: Range<Int>, to buffer: inout ByteBuffer) {
        switch values.type {
        case .boolean: appendBits(Bitmap(values.words), range, to: &buffer)
        case .byteArray: appendByteArrays(values, range, to: &buffer)
        default: buffer.append(values.fixed + range.lowerBound * values.width, count: range.count * values.width)
        }
    }

    private static func appendBits(_ bits: Bitmap, _ range: Range<Int>, to buffer: inout ByteBuffer) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
            let unused = UInt8(max(0, 8 - (range.upperBound - start)))
            buffer.append(UInt8(truncatingIfNeeded: bits.word(at: start)) & (0xFF >> unused))
        }
    }

    private static func appendByteArrays(_ values: LeafValues, _ range: Range<Int>, to buffer: inout ByteBuffer) {
        let start = buffer.reserve(values.plainSize(range) + 32)
        var place = start
        var begin = Int(values.offsets[range.lowerBound])
        for position in range {
            let end = Int(values.offsets[position &+ 1])
            append(values.bytes + begin, count: end &- begin, at: &place)
            begin = end
        }
        buffer.advance(by: place - start)
    }

    @inline(__always)
    static func append(_ source: UnsafePointer<UInt8>, count: Int, at place: inout UnsafeMutableRawPointer) {
        place.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
        let (target, source) = (place + 4, UnsafeRawPointer(source))
        if count <= 16 {
            // Behind a column's bytes more can be read, and what is written too much is overwritten.
            target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
        } else {
            memcpy(target, source, count)
        }
        place += 4 &+ count
    }
}
