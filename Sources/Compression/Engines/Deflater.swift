internal import CZlib

/// zlib's compressor, for gzip members and zlib streams.
final class Deflater: BlockCompressionEngine, StreamCompressionEngine {
    // On the heap because zlib keeps a pointer back to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private let format: StreamFormat

    init(_ format: StreamFormat, level: Int) throws(CompressionError) {
        let levels = 1...9
        guard levels.contains(level) else {
            let reason = CompressionError.Reason.noSuchLevel(level, allowed: levels)
            throw CompressionError(reason: reason, format: format.rawValue, bytesRead: 0)
        }
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.format = format
        let windowBits = format == .gzip ? MAX_WBITS + 16 : MAX_WBITS
        let usualMemoryLevel: CInt = 8
        let status = deflateInit2_(
            stream, CInt(level), Z_DEFLATED, windowBits, usualMemoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw outOfMemory }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func bound(for count: Int) -> Int {
        Int(deflateBound(stream, UInt(count)))
    }

    func compress(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        // At the end and not at the beginning: the bound is too small for a stream that was finished.
        defer { deflateReset(stream) }
        var rest = block
        var total = 0
        var isFinished = false
        while !isFinished {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[total...])
            precondition(!room.isEmpty, "the bound was too small")
            let step = try compress(&rest, into: room, isLast: true)
            total += step.written
            isFinished = step.isFinished
        }
        return total
    }

    func compress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CompressionError) -> (written: Int, isFinished: Bool) {
        let (offered, room) = stream.offer(input, output)
        let status = deflate(stream, isLast && offered == input.count ? Z_FINISH : Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw outOfMemory }
        input = UnsafeRawBufferPointer(rebasing: input[(offered - Int(stream.pointee.avail_in))...])
        return (room - Int(stream.pointee.avail_out), status == Z_STREAM_END)
    }

    private var outOfMemory: CompressionError {
        CompressionError(reason: .outOfMemory, format: format.rawValue, bytesRead: 0)
    }
}
