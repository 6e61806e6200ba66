internal import CZstd

/// libzstd's decompressor.
final class ZstdDecompressor: DecompressionEngine {
    let format = StreamFormat.zstd
    private(set) var bytesRead = 0
    private(set) var isComplete = false
    private var hasReadFrame = false
    private let context: OpaquePointer

    init() throws(CompressionError) {
        guard let context = ZSTD_createDCtx() else {
            throw CompressionError(reason: .outOfMemory, format: StreamFormat.zstd.rawValue, bytesRead: 0)
        }
        self.context = context
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, largestWindowLog)
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = ZSTD_decompressStream(context, &target, &source)
        bytesRead += source.pos
        input = UnsafeRawBufferPointer(rebasing: input[source.pos...])
        if ZSTD_isError(status) != 0 { throw failure(reason(for: status)) }
        isComplete = status == 0
        if isComplete { hasReadFrame = true }
        return target.pos
    }

    /// A block of 128 KB takes three bytes at least (RFC 8878, section 3.1.1.2), so that a size far beyond what the
    /// input can hold is never believed.
    func statedSize(of block: UnsafeRawBufferPointer) -> Int? {
        let size = ZSTD_getFrameContentSize(block.baseAddress, block.count)
        let (most, isHuge) = (block.count / 3 + 1).multipliedReportingOverflow(by: 128 << 10)
        guard !isHuge, let size = Int(exactly: size), size <= most else { return nil }
        return size
    }

    func restart() {
        ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        bytesRead = 0
        isComplete = false
        hasReadFrame = false
    }

    private func reason(for status: Int) -> CompressionError.Reason {
        switch ZSTD_getErrorCode(status) {
        case ZSTD_error_frameParameter_windowTooLarge: .windowTooLarge(limit: 1 << Int(largestWindowLog))
        case ZSTD_error_memory_allocation: .outOfMemory
        case ZSTD_error_prefix_unknown where hasReadFrame: .trailingBytes
        default: .corrupt(detail: String(cString: ZSTD_getErrorName(status)))
        }
    }
}

private let largestWindowLog: CInt = 23
