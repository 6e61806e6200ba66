import Compression
import TestSupport
import Testing

@Suite("Streams")
struct StreamTests {
    static let formats: [StreamFormat] = [.gzip, .deflate, .zstd]
    private static let plain = Array("the curlew calls".utf8)

    @Test("Data of any size and shape survives, in chunks of any size", arguments: formats)
    func roundTrip(_ format: StreamFormat) throws {
        for sample in Samples.all {
            let stream = try compressed(sample, format, chunk: 70_000)
            try expectEqual(decompressed(stream, format, chunk: 40_000, limit: sample.count), sample)
        }
        let sample = Samples.text(3000)
        let stream = try compressed(sample, format, chunk: 1)
        for chunk in [1, 2, 3, 7, 100, stream.count] {
            try expectEqual(decompressed(stream, format, chunk: chunk), sample)
        }
    }

    @Test("What other programs wrote")
    func foreign() throws {
        let streams: [(StreamFormat, [UInt8])] = [
            (.gzip, try #require(bytes("1f8b08000000000002032bc94855482e2dca492d57484eccc92906009c1ee0e310000000"))),
            (.deflate, try #require(bytes("789c2bc94855482e2dca492d57484eccc929060033a40623"))),
            (.deflate, try #require(bytes("2bc94855482e2dca492d57484eccc9290600"))),
            (.zstd, try #require(bytes("28b52ffd0458810000746865206375726c65772063616c6c730cf400de"))),
            (.zstd, try #require(bytes("28b52ffd0058810000746865206375726c65772063616c6c73"))),
        ]
        for (format, stream) in streams {
            for chunk in [1, 1000] { try expectEqual(decompressed(stream, format, chunk: chunk), Self.plain) }
        }
    }

    @Test("Concatenated members and frames are one stream", arguments: [StreamFormat.gzip, .zstd])
    func concatenated(_ format: StreamFormat) throws {
        let parts = [Self.plain, [], Samples.text(200_000), [1]]
        let stream = try parts.flatMap { try compressed($0, format) }
        for chunk in [1, 17, 4096, stream.count] {
            try expectEqual(decompressed(stream, format, chunk: chunk), parts.flatMap { $0 })
        }
    }

    @Test("A caller can take decompressed data at its own pace", arguments: formats)
    func pulled(_ format: StreamFormat) throws {
        let sample = Samples.text(300_000) + [UInt8](repeating: 0, count: 400_000)
        let stream = try compressed(sample, format)
        for room in [1000, 4096, sample.count, sample.count * 2] {
            var decompressor = try StreamDecompressor(format, limit: sample.count)
            let output = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
            defer { output.deallocate() }
            var found: [UInt8] = []
            for start in stride(from: 0, to: stream.count, by: 5000) {
                try stream[start..<min(start + 5000, stream.count)].withUnsafeBytes { piece in
                    var (rest, isDrained) = (piece, false)
                    while !isDrained {
                        let count = try decompressor.decompress(&rest, into: output, isDrained: &isDrained)
                        found += output[..<count]
                    }
                    #expect(rest.isEmpty)
                }
            }
            try decompressor.finish()
            expectEqual(found, sample)
        }
    }

    @Test("A stream cut off anywhere is refused, with the number of bytes read", arguments: formats)
    func cutOff(_ format: StreamFormat) throws {
        let stream = try compressed(Samples.text(300), format)
        for length in 0..<stream.count {
            do {
                _ = try decompressed(Array(stream.prefix(length)), format, chunk: 50)
                Issue.record("\(length) bytes were accepted")
            } catch let error as CompressionError {
                #expect(error.reason == .truncated)
                #expect(error.bytesRead == length)
            }
        }
    }

    @Test("What follows the end is refused", arguments: formats)
    func trailing(_ format: StreamFormat) throws {
        let stream = try compressed(Self.plain, format)
        for chunk in [1, 1000] {
            do {
                _ = try decompressed(stream + Array("HTTP/1.1".utf8), format, chunk: chunk)
                Issue.record("trailing bytes were accepted")
            } catch let error as CompressionError {
                #expect(error.reason == .trailingBytes)
            }
        }
    }

    @Test("A bomb is stopped at the limit, and nothing beyond it is handed on", arguments: formats)
    func bomb(_ format: StreamFormat) throws {
        let bomb = try compressed([UInt8](repeating: 0, count: 5_000_000), format, chunk: 1 << 20)
        #expect(bomb.count < 6_000)
        for limit in [0, 1, 131_071, 131_072, 1_000_000] {
            var decompressor = try StreamDecompressor(format, limit: limit)
            var seen = 0
            do {
                try bomb.withUnsafeBytes { try decompressor.decompress($0) { seen += $0.count } }
                Issue.record("the bomb went off")
            } catch let error as CompressionError {
                #expect(error.reason == .tooLarge(limit: limit))
            }
            #expect(seen <= limit)
        }
        #expect(try decompressed(bomb, format, limit: 5_000_000).count == 5_000_000)
    }

    @Test("No piece is larger than promised", arguments: formats)
    func pieces(_ format: StreamFormat) throws {
        let sample = Samples.text(1_000_000)
        let stream = try compressed(sample, format, chunk: 1 << 20)
        var decompressor = try StreamDecompressor(format, limit: sample.count)
        var largest = 0
        try stream.withUnsafeBytes { try decompressor.decompress($0) { largest = max(largest, $0.count) } }
        #expect(largest > 0 && largest <= StreamDecompressor.largestChunk)
    }

    @Test("A zstd frame that wants a window of 128 MB is refused")
    func window() throws {
        // Magic number, a descriptor without content size, window exponent 17, one raw last block with one byte.
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x09, 0x00, 0x00, 0x61]
        do {
            _ = try decompressed(frame, .zstd)
            Issue.record("the window was granted")
        } catch let error as CompressionError {
            #expect(
                error.description
                    == "zstd: the data can only be decompressed with a window above the limit of 8388608 bytes")
        }
        var modest = frame
        modest[5] = 0x68
        #expect(try decompressed(modest, .zstd) == Array("a".utf8))
    }

    @Test("What the receiver throws ends the stream", arguments: formats)
    func receiver(_ format: StreamFormat) throws {
        struct Enough: Error {}
        let stream = try compressed(Self.plain, format)
        var decompressor = try StreamDecompressor(format, limit: 100)
        #expect(throws: Enough.self) {
            try stream.withUnsafeBytes { try decompressor.decompress($0) { _ in throw Enough() } }
        }
    }

    private func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        let pairs = stride(from: 0, to: digits.count, by: 2).map {
            String(decoding: digits[$0..<$0 + 2], as: UTF8.self)
        }
        let bytes = pairs.compactMap { UInt8($0, radix: 16) }
        return bytes.count == pairs.count ? bytes : nil
    }
}
