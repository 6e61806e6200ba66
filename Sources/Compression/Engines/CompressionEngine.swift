/// A library's compressor for whole blocks.
protocol BlockCompressionEngine: AnyObject {
    /// The size that `count` bytes never exceed when compressed.
    func bound(for count: Int) -> Int

    /// Writes the compressed form of `block` to `output`, which has room for the bound; returns its size.
    func compress(
        _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int
}

/// A library's compressor for streams.
protocol StreamCompressionEngine: AnyObject {
    /// Reads from the front of `input` and writes to `output`; with `isLast`, until all of the stream has been written.
    func compress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(CompressionError) -> (written: Int, isFinished: Bool)
}
