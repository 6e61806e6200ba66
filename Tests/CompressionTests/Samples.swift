import Compression
import TestSupport
import Testing

/// Seeded data of the shapes that compressors treat differently.
enum Samples {
    /// Sizes around the edges of buffers and blocks.
    private static let sizes = [
        0, 1, 2, 3, 15, 16, 17, 255, 256, 1000, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 262_144, 1_000_003,
    ]

    /// `count` bytes like those of records: words from a small vocabulary, now and then something random.
    static func text(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
        var generator = SeededRandom(seed: seed)
        let words = ["customer", "{\"id\": ", "null, ", "2024-12-01T00:00:00Z", "äöü", " ", "\n", "\"amount\""].map {
            Array($0.utf8)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 64)
        while bytes.count < count {
            // Eight choices of four bits to a number: fast enough for megabytes in a build without optimisation.
            var choices = generator.next()
            for _ in 0..<8 {
                bytes += words[Int(choices & 7)]
                choices >>= 4
            }
            bytes += generator.bytes(8)
        }
        return Array(bytes.prefix(count))
    }

    /// One sample of each size and shape.
    static let all: [[UInt8]] = sizes.flatMap { size in
        var generator = SeededRandom(seed: UInt64(size))
        return [text(size), generator.bytes(size), [UInt8](repeating: 0, count: size)]
    }
}

/// Records an issue unless both are the same; in few words, where `#expect` would print megabytes.
func expectEqual(_ found: [UInt8], _ expected: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    if found == expected { return }
    let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    Issue.record(
        "\(found.count) bytes instead of \(expected.count), different from byte \(place) on",
        sourceLocation: sourceLocation)
}

/// Compresses one block.
func compressed(_ bytes: [UInt8], _ codec: BlockCodec) throws(CompressionError) -> [UInt8] {
    var compressor = try BlockCompressor(codec)
    var output: [UInt8] = []
    try compressor.compress(bytes, appendingTo: &output)
    return output
}

/// Decompresses one block.
func decompressed(
    _ bytes: [UInt8], _ codec: BlockCodec, limit: Int = 1 << 24
) throws(CompressionError) -> [UInt8] {
    var decompressor = try BlockDecompressor(codec)
    var output: [UInt8] = []
    try decompressor.decompress(bytes, appendingTo: &output, limit: limit)
    return output
}

/// Compresses a stream handed over in chunks of `chunk` bytes.
func compressed(_ bytes: [UInt8], _ format: StreamFormat, level: Int? = nil, chunk: Int = 1000) throws -> [UInt8] {
    var compressor = try StreamCompressor(format, level: level)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
        let piece = bytes[start..<min(start + chunk, bytes.count)]
        try piece.withUnsafeBytes { try compressor.compress($0) { output.append(contentsOf: $0) } }
    }
    try compressor.finish { output.append(contentsOf: $0) }
    return output
}

/// Decompresses a stream handed over in chunks of `chunk` bytes.
func decompressed(
    _ bytes: [UInt8], _ format: StreamFormat, chunk: Int = 1000, limit: Int = 1 << 24
) throws -> [UInt8] {
    var decompressor = try StreamDecompressor(format, limit: limit)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
        let piece = bytes[start..<min(start + chunk, bytes.count)]
        try piece.withUnsafeBytes { try decompressor.decompress($0) { output.append(contentsOf: $0) } }
    }
    try decompressor.finish()
    return output
}

extension BlockCompressor {
    mutating func compress(_ bytes: [UInt8], appendingTo output: inout [UInt8]) throws(CompressionError) {
        try bytes.withUnsafeBufferPointer { (bytes) throws(CompressionError) in
            try compress(UnsafeRawBufferPointer(bytes), appendingTo: &output)
        }
    }
}

extension BlockDecompressor {
    mutating func decompress(
        _ bytes: [UInt8], appendingTo output: inout [UInt8], limit: Int
    ) throws(CompressionError) {
        try bytes.withUnsafeBufferPointer { (bytes) throws(CompressionError) in
            try decompress(UnsafeRawBufferPointer(bytes), appendingTo: &output, limit: limit)
        }
    }
}
