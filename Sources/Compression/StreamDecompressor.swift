/// Decompresses a stream that arrives in chunks, such as an HTTP body, in bounded memory.
///
/// It takes a few hundred kilobytes; zstd up to 8 MB more, the largest window that HTTP allows (RFC 9659).
package struct StreamDecompressor: ~Copyable, @unchecked Sendable {
    /// The largest piece that is handed on at once, in bytes.
    package static var largestChunk: Int { 128 << 10 }

    // Sendable: the engine and the buffer have this value as their single owner.
    private let engine: any DecompressionEngine
    private var buffer: UnsafeMutableRawBufferPointer?
    private let limit: Int
    private var remaining: Int

    /// A decompressor that refuses to produce more than `limit` bytes.
    package init(_ format: StreamFormat, limit: Int) throws(CompressionError) {
        switch format {
        case .gzip, .deflate: engine = try Inflater(format)
        case .zstd: engine = try ZstdDecompressor()
        }
        self.limit = limit
        remaining = limit
    }

    deinit {
        buffer?.deallocate()
    }

    /// Decompresses `chunk` and calls `write` with what it holds, in pieces of at most `largestChunk` bytes.
    ///
    /// Throws what `write` throws, or a `CompressionError` when the data is damaged, followed by something else, or
    /// exceeds the limit (`write` has then seen no byte beyond it); the stream cannot be continued then.
    package mutating func decompress(
        _ chunk: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let buffer = buffer ?? .allocate(byteCount: Self.largestChunk, alignment: 16)
        self.buffer = buffer
        var rest = chunk
        var isDrained = false
        while !isDrained {
            let written = try decompress(&rest, into: buffer, isDrained: &isDrained)
            if written > 0 { try write(UnsafeRawBufferPointer(rebasing: buffer[..<written])) }
        }
    }

    /// Decompresses from the front of `input` into `output`, which has room, and returns how many bytes it wrote.
    ///
    /// `isDrained` tells whether all of `input` was read and all it holds was written; until then it wants to be called
    /// again. This is for callers that take data at their own pace. Throws as the other `decompress` does.
    package mutating func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isDrained: inout Bool
    ) throws(CompressionError) -> Int {
        if input.isEmpty, engine.isComplete || engine.bytesRead == 0 {
            isDrained = true
            return 0
        }
        let written = try engine.decompress(&input, into: output)
        remaining -= written
        guard remaining >= 0 else { throw engine.failure(.tooLarge(limit: limit)) }
        isDrained = input.isEmpty && (written < output.count || engine.isComplete)
        return written
    }

    /// Throws unless everything that was read is complete. Nothing at all is not: a body without a byte is not
    /// compressed, whatever its header says.
    package consuming func finish() throws(CompressionError) {
        guard engine.isComplete else { throw engine.failure(.truncated) }
    }
}
