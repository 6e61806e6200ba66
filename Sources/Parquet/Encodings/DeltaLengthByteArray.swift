/// The lengths of byte arrays as differences, then all their bytes (DELTA_LENGTH_BYTE_ARRAY), which are one copy.
enum DeltaLengthByteArray {
    static func append(
        _ values: LeafValues, _ range: Range<Int>, _ lengths: inout Scratch<Int64>, to buffer: inout ByteBuffer
    ) {
        let target = lengths.take(range.count + 1)
        for position in range {
            target[position &- range.lowerBound] = Int64(values.offsets[position &+ 1] &- values.offsets[position])
        }
        DeltaBinaryPacked.append(target, count: range.count, to: &buffer)
        let (begin, end) = (Int(values.offsets[range.lowerBound]), Int(values.offsets[range.upperBound]))
        buffer.append(values.bytes + begin, count: end - begin)
    }
}
