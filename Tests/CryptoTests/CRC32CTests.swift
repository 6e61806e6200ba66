import TestSupport
import Testing

@testable import Crypto

@Suite("CRC32C")
struct CRC32CTests {
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    @Test("RFC 3720, appendix B.4, whose listing has the bytes of a checksum in reverse")
    func published() {
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(checksum(Array(0...31)) == 0x46DD_794E)
        #expect(checksum((0...31).reversed()) == 0x113F_DB5C)
        #expect(checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(checksum([]) == 0)
    }

    @Test("Long runs of bytes, and what is left behind them", arguments: [1, 3, 4, 6, 7])
    func runs(count: Int) {
        var generator = SeededRandom(seed: UInt64(count))
        for more in [-1, 0, 1, 9] {
            let bytes = generator.bytes(count * CRC32C.run + more)
            #expect(checksum(bytes) == ~bytes.withUnsafeBytes { CRC32C.advance(.max, over: $0) })
        }
    }

    @Test("Eight bytes at a time, in any pieces, as bit by bit")
    func bitByBit() {
        var generator = SeededRandom(seed: 3)
        for length in 0..<200 {
            let bytes = generator.bytes(length)
            let expected = bytes.reduce(UInt32.max) { state, byte in
                (0..<8).reduce(state ^ UInt32(byte)) { value, _ in
                    value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
                }
            }
            var checksum = CRC32C()
            let middle = Int.random(in: 0...length, using: &generator)
            checksum.update(bytes[..<middle])
            checksum.update(bytes[middle...])
            #expect(checksum.value == ~expected)
            // Processors that have no instruction for it do this instead.
            #expect(bytes.withUnsafeBytes { CRC32C.advance(.max, over: $0) } == expected)
        }
    }
}
