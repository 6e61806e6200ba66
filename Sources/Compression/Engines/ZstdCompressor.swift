internal import CZstd

/// libzstd's compressor.
final class ZstdCompressor: BlockCompressionEngine, StreamCompressionEngine {
    private let context: OpaquePointer

    init(level: Int, checksum: Bool) throws(CompressionError) {
        let levels = 1...Int(ZSTD_maxCLevel())
        guard levels.contains(level) else { throw Self.failure(.noSuchLevel(level, allowed: levels)) }
        guard let context = ZSTD_createCCtx() else { throw Self.failure(.outOfMemory) }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, CInt(level))
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0)
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    func bound(for count: Int) -> Int {
        ZSTD_compressBound(count)
    }

    func compress(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        let size = ZSTD_compress2(context, output.baseAddress, output.count, block.baseAddress, block.count)
        if ZSTD_isError(size) != 0 { throw Self.failure(.outOfMemory) }
        return size
    }

    func compress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CompressionError) -> (written: Int, isFinished: Bool) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let remaining = ZSTD_compressStream2(context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
        if ZSTD_isError(remaining) != 0 { throw Self.failure(.outOfMemory) }
        input = UnsafeRawBufferPointer(rebasing: input[source.pos...])
        return (target.pos, isLast && remaining == 0)
    }

    private static func failure(_ reason: CompressionError.Reason) -> CompressionError {
        CompressionError(reason: reason, format: StreamFormat.zstd.rawValue, bytesRead: 0)
    }
}
