internal import CCrypto

/// The Castagnoli checksum that object stores verify uploads with (RFC 3720, section 12.1), over bytes that arrive piece
/// by piece.
package struct CRC32C: Hashable, Sendable {
    private var state: UInt32 = .max

    /// The checksum of nothing yet.
    package init() {}

    /// The checksum of everything added.
    package var value: UInt32 { ~state }

    /// Adds the next bytes.
    package mutating func update(_ bytes: some CryptoInput) {
        state = bytes.withBytes { bytes in
            Self.hasInstruction ? Self.advanceByInstruction(state, over: bytes) : Self.advance(state, over: bytes)
        }
    }

    /// Whether the processor has an instruction for it: twenty times as fast as tables.
    private static let hasInstruction = curlew_has_crc32c()

    /// Eight bytes at a time: table `n` advances the state over a byte followed by `n` zero bytes.
    static func advance(_ start: UInt32, over bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in advance(start, over: bytes, tables) }
    }

    private static func advance(
        _ start: UInt32, over bytes: UnsafeRawBufferPointer, _ tables: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var state = start
        let wholeWords = bytes.count & ~7
        for offset in stride(from: 0, to: wholeWords, by: 8) {
            let word =
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(state)
            state = 0
            for place in 0..<8 {
                state ^= tables[(7 - place) << 8 | Int(word >> (8 * UInt64(place)) & 0xFF)]
            }
        }
        for byte in bytes[wholeWords...] {
            state = state >> 8 ^ tables[Int(state & 0xFF ^ UInt32(byte))]
        }
        return state
    }

    private static let tables: [UInt32] = {
        let reversedPolynomial: UInt32 = 0x82F6_3B78
        var tables = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in value >> 1 ^ (value & 1 == 1 ? reversedPolynomial : 0) }
        }
        for index in 256..<2048 {
            let previous = tables[index - 256]
            tables.append(previous >> 8 ^ tables[Int(previous & 0xFF)])
        }
        return tables
    }()
}
