/// A library's decompressor for one format.
protocol DecompressionEngine: AnyObject {
    var format: StreamFormat { get }

    /// How many bytes were read since the start.
    var bytesRead: Int { get }

    /// Whether what was read so far is one or more complete members or frames.
    var isComplete: Bool { get }

    /// Reads from the front of `input` and writes to `output`, which has room; returns how many bytes it wrote.
    ///
    /// It reads all of `input` unless `output` is full or a member or frame ends.
    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int

    /// The size of the content as `block` states it, if it does and can be right about it.
    func statedSize(of block: UnsafeRawBufferPointer) -> Int?

    /// Begins a new stream.
    func restart()
}

extension DecompressionEngine {
    func failure(_ reason: CompressionError.Reason) -> CompressionError {
        CompressionError(reason: reason, format: format.rawValue, bytesRead: bytesRead)
    }
}
