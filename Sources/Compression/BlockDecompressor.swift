/// Decompresses whole blocks, one after the other, with the memory that decompressing takes allocated once.
package struct BlockDecompressor: ~Copyable, @unchecked Sendable {
    // Sendable: the engine has this value as its single owner.
    private let method: Method

    private enum Method {
        case copy
        case snappy
        case stream(any DecompressionEngine)
    }

    /// A decompressor for `codec`, whose level is of no concern.
    package init(_ codec: BlockCodec) throws(CompressionError) {
        switch codec {
        case .none: method = .copy
        case .snappy: method = .snappy
        case .gzip: method = .stream(try Inflater(.gzip))
        case .zstd: method = .stream(try ZstdDecompressor())
        }
    }

    /// Appends what `block` holds to `output`, which is as it was before when this throws.
    ///
    /// Throws when that is more than `limit` bytes, without having decompressed much more, and when the block is
    /// damaged, cut off, or followed by something else. Several gzip members or zstd frames make one block.
    package mutating func decompress(
        _ block: UnsafeRawBufferPointer, appendingTo output: inout [UInt8], limit: Int
    ) throws(CompressionError) {
        switch method {
        case .copy:
            guard block.count <= limit else {
                throw CompressionError(reason: .tooLarge(limit: limit), format: "uncompressed", bytesRead: 0)
            }
            output.append(contentsOf: block)
        case .snappy:
            try Snappy.decompress(block, appendingTo: &output, limit: limit)
        case .stream(let engine):
            let start = output.count
            do {
                try decompress(block, with: engine, appendingTo: &output, limit: limit)
            } catch {
                output.removeLast(output.count - start)
                throw error
            }
        }
    }

    private func decompress(
        _ block: UnsafeRawBufferPointer, with engine: any DecompressionEngine, appendingTo output: inout [UInt8],
        limit: Int
    ) throws(CompressionError) {
        engine.restart()
        var rest = block
        var remaining = limit
        var step = max(leastStep, engine.statedSize(of: block) ?? 0)
        var isFull = false
        repeat {
            // One byte more than is allowed shows that there is more.
            let room = min(step, remaining) + 1
            let before = output.count
            try output.append(upTo: room) { (room) throws(CompressionError) in
                try engine.decompress(&rest, into: room)
            }
            let written = output.count - before
            remaining -= written
            guard remaining >= 0 else { throw engine.failure(.tooLarge(limit: limit)) }
            isFull = written == room
            step = max(leastStep, limit - remaining)
        } while !rest.isEmpty || isFull && !engine.isComplete
        guard engine.isComplete else { throw engine.failure(.truncated) }
    }
}

private let leastStep = 64 << 10
