import Compression
import TestSupport
import Testing

/// Damaged input never crashes, and where the format has a checksum it never passes as something else.
@Suite("Corrupt data")
struct CorruptionTests {
    private static func damage(_ bytes: [UInt8], with generator: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            }
        }
        return bytes
    }

    @Test("Blocks", arguments: [BlockCodec.snappy, .gzip(), .zstd()])
    func blocks(_ codec: BlockCodec) throws {
        var generator = SeededRandom(seed: 5)
        var decompressor = try BlockDecompressor(codec)
        var output: [UInt8] = []
        var failures = 0
        for round in 0..<3000 {
            let sample = Samples.text(Int.random(in: 1...400, using: &generator), seed: UInt64(round))
            let block = Self.damage(try compressed(sample, codec), with: &generator)
            output.removeAll(keepingCapacity: true)
            do {
                try decompressor.decompress(block, appendingTo: &output, limit: 1000)
                #expect(output.count <= 1000)
            } catch {
                failures += 1
                #expect(output.isEmpty)
                #expect(error.bytesRead >= 0 && error.bytesRead <= block.count)
            }
        }
        #expect(failures > 500)
    }

    @Test("Streams, which have a checksum", arguments: StreamTests.formats)
    func streams(_ format: StreamFormat) throws {
        var generator = SeededRandom(seed: 6)
        for round in 0..<2000 {
            let sample = Samples.text(Int.random(in: 1...400, using: &generator), seed: UInt64(round))
            let stream = Self.damage(try compressed(sample, format), with: &generator)
            let chunk = Int.random(in: 1...500, using: &generator)
            if let output = try? decompressed(stream, format, chunk: chunk, limit: 100_000) {
                // A header's fields that say nothing about the content may change; without zlib's header deflate has
                // no checksum either.
                if format != .deflate || stream[0] & 0x0F == 8 { expectEqual(output, sample) }
            }
        }
    }

    @Test("Noise, with and without a sound beginning", arguments: StreamTests.formats)
    func noise(_ format: StreamFormat) throws {
        var generator = SeededRandom(seed: 9)
        let sound = try compressed(Samples.text(200), format)
        for _ in 0..<2000 {
            let start = sound.prefix(Int.random(in: 0...20, using: &generator))
            let stream = Array(start) + generator.bytes(Int.random(in: 0...200, using: &generator))
            if format != .deflate {
                #expect(throws: CompressionError.self) { try decompressed(stream, format, chunk: 64, limit: 100_000) }
            } else {
                _ = try? decompressed(stream, format, chunk: 64, limit: 100_000)
            }
        }
    }
}
