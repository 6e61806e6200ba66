internal import CSnappy

/// Snappy's compressor, which keeps nothing between blocks.
final class SnappyCompressor: BlockCompressionEngine {
    func bound(for count: Int) -> Int {
        snappy_max_compressed_length(count)
    }

    func compress(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        var size = output.count
        let source = block.assumingMemoryBound(to: CChar.self).baseAddress
        let target = output.assumingMemoryBound(to: CChar.self).baseAddress
        let status = snappy_compress(source, block.count, target, &size)
        precondition(status == SNAPPY_OK, "the bound was too small")
        return size
    }
}

/// Reading Snappy's raw block format.
enum Snappy {
    /// Appends what `block` holds to `output`, at most `limit` bytes.
    static func decompress(
        _ block: UnsafeRawBufferPointer, appendingTo output: inout [UInt8], limit: Int
    ) throws(CompressionError) {
        let source = block.assumingMemoryBound(to: CChar.self).baseAddress
        var size = 0
        guard snappy_uncompressed_length(source, block.count, &size) == SNAPPY_OK else {
            throw failure(block.isEmpty ? .truncated : .corrupt(detail: "invalid length"))
        }
        guard size <= limit else { throw failure(.tooLarge(limit: limit)) }
        // The best an encoder can do is a copy of 64 bytes in three; a length beyond that is not worth its memory.
        guard size / 64 <= block.count / 3 else { throw failure(.corrupt(detail: "impossible length")) }
        try output.append(upTo: max(size, 1)) { (room) throws(CompressionError) in
            let target = room.assumingMemoryBound(to: CChar.self).baseAddress
            guard snappy_uncompress(source, block.count, target, &size) == SNAPPY_OK else {
                throw failure(.corrupt(detail: "invalid data"))
            }
            return size
        }
    }

    private static func failure(_ reason: CompressionError.Reason) -> CompressionError {
        CompressionError(reason: reason, format: "snappy", bytesRead: 0)
    }
}
