/// Compresses whole blocks, one after the other, with the memory that compressing takes allocated once.
package struct BlockCompressor: ~Copyable, @unchecked Sendable {
    // Sendable: the engine has this value as its single owner.
    private let engine: (any BlockCompressionEngine)?

    /// A compressor for `codec`. Throws when the codec's format has no such level.
    package init(_ codec: BlockCodec) throws(CompressionError) {
        switch codec {
        case .none: engine = nil
        case .snappy: engine = SnappyCompressor()
        case .gzip(let level): engine = try Deflater(.gzip, level: level)
        case .zstd(let level): engine = try ZstdCompressor(level: level, checksum: false)
        }
    }

    /// Appends the compressed form of `block` to `output`, which is as it was before when this throws.
    ///
    /// It grows `output` to hold the worst case, a little more than the block; a buffer that is emptied with
    /// `removeAll(keepingCapacity: true)` soon grows no more.
    package mutating func compress(
        _ block: UnsafeRawBufferPointer, appendingTo output: inout [UInt8]
    ) throws(CompressionError) {
        guard let engine else {
            output.append(contentsOf: block)
            return
        }
        try output.append(upTo: engine.bound(for: block.count)) { (room) throws(CompressionError) in
            try engine.compress(block, into: room)
        }
    }
}
