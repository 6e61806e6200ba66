internal import CZlib

/// zlib's decompressor, for gzip members and for what servers call deflate.
final class Inflater: DecompressionEngine {
    let format: StreamFormat
    private(set) var bytesRead = 0
    private(set) var isComplete = false
    // On the heap because zlib keeps a pointer back to it.
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ format: StreamFormat) throws(CompressionError) {
        self.format = format
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(
            stream, Self.windowBits(of: format), ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw failure(.outOfMemory) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        if let first = input.first {
            if bytesRead == 0 { recognizeHeader(startingWith: first) }
            if isComplete { try beginMember(startingWith: first) }
        }
        let (offered, room) = stream.offer(input, output)
        let status = inflate(stream, Z_NO_FLUSH)
        let read = offered - Int(stream.pointee.avail_in)
        bytesRead += read
        input = UnsafeRawBufferPointer(rebasing: input[read...])
        switch status {
        case Z_OK: break
        case Z_STREAM_END: isComplete = true
        case Z_BUF_ERROR: break  // Nothing was left to read.
        case Z_MEM_ERROR: throw failure(.outOfMemory)
        case Z_NEED_DICT: throw failure(.corrupt(detail: "a preset dictionary is needed"))
        default: throw failure(.corrupt(detail: stream.pointee.msg.map { String(cString: $0) } ?? "invalid data"))
        }
        return room - Int(stream.pointee.avail_out)
    }

    func statedSize(of block: UnsafeRawBufferPointer) -> Int? { nil }

    func restart() {
        inflateReset2(stream, Self.windowBits(of: format))
        bytesRead = 0
        isComplete = false
    }

    /// Takes a stream whose first byte cannot belong to zlib's header for bare deflate data (RFC 1950, section 2.2: the
    /// low half of that byte is 8). Bare data could begin so only with a stored block and nonsense in its padding.
    private func recognizeHeader(startingWith first: UInt8) {
        if format == .deflate, first & 0x0F != 8 { inflateReset2(stream, -MAX_WBITS) }
    }

    private func beginMember(startingWith first: UInt8) throws(CompressionError) {
        guard format == .gzip, first == 0x1F else { throw failure(.trailingBytes) }
        inflateReset(stream)
        isComplete = false
    }

    private static func windowBits(of format: StreamFormat) -> CInt {
        format == .gzip ? MAX_WBITS + 16 : MAX_WBITS
    }
}
