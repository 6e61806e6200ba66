import Compression
import TestSupport
import Testing

@Suite("Blocks")
struct BlockTests {
    static let codecs: [BlockCodec] = [
        .none, .snappy, .gzip(), .gzip(level: 1), .gzip(level: 9), .zstd(), .zstd(level: 1), .zstd(level: 12),
    ]

    @Test("Data of any size and shape survives, with compressor and buffers used again", arguments: codecs)
    func roundTrip(_ codec: BlockCodec) throws {
        var compressor = try BlockCompressor(codec)
        var decompressor = try BlockDecompressor(codec)
        var small: [UInt8] = []
        var large: [UInt8] = []
        for sample in Samples.all {
            small.removeAll(keepingCapacity: true)
            large.removeAll(keepingCapacity: true)
            try compressor.compress(sample, appendingTo: &small)
            try decompressor.decompress(small, appendingTo: &large, limit: sample.count)
            #expect(large == sample)
        }
    }

    @Test("Output goes behind what is there", arguments: codecs)
    func appends(_ codec: BlockCodec) throws {
        var compressor = try BlockCompressor(codec)
        var output = Array("head".utf8)
        let sample = Samples.text(5000)
        try compressor.compress(sample, appendingTo: &output)
        #expect(output.starts(with: "head".utf8))
        #expect(try decompressed(Array(output.dropFirst(4)), codec) == sample)
    }

    @Test("Text shrinks, and more at a higher level")
    func ratio() throws {
        let sample = Samples.text(200_000)
        let sizes = try [.snappy, .gzip(level: 1), .gzip(level: 9)].map { try compressed(sample, $0).count }
        #expect(sizes[0] < sample.count * 3 / 4)
        #expect(sizes[2] < sizes[1])
        #expect(try compressed(sample, .zstd(level: 19)).count < compressed(sample, .zstd(level: 1)).count)
    }

    @Test("Several gzip members or zstd frames are one block", arguments: [BlockCodec.gzip(), .zstd()])
    func concatenated(_ codec: BlockCodec) throws {
        let parts = [Samples.text(100_000), [], [1], Samples.text(70_000, seed: 8)]
        let block = try parts.flatMap { try compressed($0, codec) }
        #expect(try decompressed(block, codec) == parts.flatMap { $0 })
    }

    @Test("A limit is kept to the byte, and output is left as it was", arguments: codecs)
    func limits(_ codec: BlockCodec) throws {
        for size in [1, 1000, 65_536, 65_537, 300_000] {
            let block = try compressed([UInt8](repeating: 5, count: size), codec)
            #expect(try decompressed(block, codec, limit: size).count == size)
            var decompressor = try BlockDecompressor(codec)
            var output: [UInt8] = [1, 2, 3]
            do {
                try decompressor.decompress(block, appendingTo: &output, limit: size - 1)
                Issue.record("the limit was not kept")
            } catch {
                #expect(error.reason == .tooLarge(limit: size - 1))
            }
            #expect(output == [1, 2, 3])
            // And it can be used again.
            try decompressor.decompress(block, appendingTo: &output, limit: size)
            #expect(output.count == size + 3)
        }
    }

    @Test("A block cut off anywhere is refused", arguments: [BlockCodec.snappy, .gzip(), .zstd()])
    func cutOff(_ codec: BlockCodec) throws {
        let block = try compressed(Samples.text(300), codec)
        for length in 0..<block.count {
            #expect(throws: CompressionError.self) { try decompressed(Array(block.prefix(length)), codec) }
        }
        #expect(throws: CompressionError.self) { try decompressed(block + [0], codec) }
    }

    @Test("Errors in words")
    func words() throws {
        func words(_ bytes: [UInt8], _ codec: BlockCodec, limit: Int = 10) -> String {
            do {
                return "\(try decompressed(bytes, codec, limit: limit).count) bytes"
            } catch {
                return error.description
            }
        }
        #expect(
            words([1, 2, 3], .none, limit: 2).hasPrefix("uncompressed: the decompressed data exceeds the limit of 2 "))
        #expect(words([], .snappy) == "snappy: the data ends too soon, after 0 bytes")
        #expect(words([5, 0], .snappy) == "snappy: the data is corrupt, found after 0 bytes (invalid data)")
        // A length of 2 GB in front of nothing is refused before memory is asked for.
        #expect(
            words([0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0], .snappy, limit: .max)
                == "snappy: the data is corrupt, found after 0 bytes (impossible length)")
        #expect(words([], .gzip()) == "gzip: the data ends too soon, after 0 bytes")
        #expect(
            words(Array("{\"error\": 1}".utf8), .gzip())
                == "gzip: the data is corrupt, found after 2 bytes (incorrect header check)")
        #expect(
            try words(compressed([7], .gzip()) + [0, 0], .gzip())
                == "gzip: something else follows the end of the data, after 21 bytes")
        #expect(
            words(Array("{\"error\": 1}".utf8), .zstd())
                == "zstd: the data is corrupt, found after 0 bytes (Unknown frame descriptor)")
        #expect(
            try words(compressed([7], .zstd()) + Array("curlew".utf8), .zstd())
                == "zstd: something else follows the end of the data, after 10 bytes")
        #expect(
            try words(compressed([UInt8](repeating: 0, count: 1 << 20), .zstd()), .zstd()).hasPrefix(
                "zstd: the decompressed data exceeds the limit of 10 bytes, found after "))
    }

    @Test("A level that a format does not have is refused")
    func levels() throws {
        let refused: [(BlockCodec, String)] = [
            (.gzip(level: 0), "gzip: there is no level 0, only 1 to 9"),
            (.gzip(level: 10), "gzip: there is no level 10, only 1 to 9"),
            (.zstd(level: 0), "zstd: there is no level 0, only 1 to 22"),
            (.zstd(level: 23), "zstd: there is no level 23, only 1 to 22"),
        ]
        for (codec, message) in refused {
            do {
                _ = try BlockCompressor(codec)
                Issue.record("\(codec) was accepted")
            } catch {
                #expect(error.description == message)
            }
        }
    }
}
