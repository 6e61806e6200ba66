/// Compresses a stream that arrives in chunks.
package struct StreamCompressor: ~Copyable, @unchecked Sendable {
    // Sendable: the engine and the buffer have this value as their single owner.
    private let engine: any StreamCompressionEngine
    private let buffer: UnsafeMutableRawBufferPointer

    /// A compressor at `level`, from 1 to 9 (zstd: 22), or the one most use. Throws when the format has no such level.
    package init(_ format: StreamFormat, level: Int? = nil) throws(CompressionError) {
        switch format {
        case .gzip, .deflate: engine = try Deflater(format, level: level ?? 6)
        case .zstd: engine = try ZstdCompressor(level: level ?? 3, checksum: true)
        }
        buffer = .allocate(byteCount: StreamDecompressor.largestChunk, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Compresses `chunk` and calls `write` with what has become ready, in pieces of at most 128 KB.
    ///
    /// Throws what `write` throws, or a `CompressionError` when memory is short; the stream cannot be continued then.
    package mutating func compress(
        _ chunk: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rest = chunk
        while !rest.isEmpty {
            let step = try engine.compress(&rest, into: buffer, isLast: false)
            if step.written > 0 { try write(UnsafeRawBufferPointer(rebasing: buffer[..<step.written])) }
        }
    }

    /// Ends the stream and calls `write` with what remained. Throws as `compress` does.
    package consuming func finish(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        var nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        var isFinished = false
        while !isFinished {
            let step = try engine.compress(&nothing, into: buffer, isLast: true)
            if step.written > 0 { try write(UnsafeRawBufferPointer(rebasing: buffer[..<step.written])) }
            isFinished = step.isFinished
        }
    }
}
