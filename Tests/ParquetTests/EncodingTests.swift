import TestSupport
import Testing

@testable import Parquet

/// The encodings, as literal bytes and read back by plain programs.
@Suite struct EncodingTests {
    private func bytes(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
        var buffer = ByteBuffer()
        write(&buffer)
        return Array(buffer.bytes)
    }

    @Test func `Thrift's compact protocol`() {
        var writer = ThriftWriter()
        writer.element { outer in
            outer.i32(1, 150)
            outer.bool(2, true)
            outer.bool(20, false)
            outer.structure(21) { $0.i64(3, -1) }
            outer.string(22, "ab")
            outer.i32s(23, Array(repeating: 0, count: 15))
        }
        #expect(
            Array(writer.buffer.bytes)
                == [
                    0x15, 0xAC, 0x02, 0x11, 0x02, 0x28, 0x1C, 0x36, 0x01, 0x00, 0x18, 0x02, 0x61, 0x62, 0x19, 0xF5,
                    0x0F,
                ]
                + Array(repeating: 0, count: 16))
    }

    @Test func `runs and packed groups`() {
        func encoded(_ values: [UInt8], width: Int) -> [UInt8] {
            bytes { HybridEncoding(width: width).append(values, count: values.count, to: &$0) }
        }
        #expect(encoded([0, 1, 2, 3, 4, 5, 6, 7], width: 3) == [0x03, 0x88, 0xC6, 0xFA])
        #expect(encoded(Array(repeating: 4, count: 100), width: 3) == [0xC8, 0x01, 0x04])
        #expect(encoded([1, 0, 1], width: 1) == [0x03, 0x05])
        #expect(
            encoded([1, 0, 0, 0, 0, 0, 0, 0] + Array(repeating: 1, count: 9), width: 1) == [0x03, 0x01, 0x12, 0x01])
    }

    @Test func `levels of one bit are the same from bits as from bytes, once decoded`() {
        var random = SeededRandom(seed: 21)
        for _ in 0..<300 {
            let start = random.below(70)
            let count = 1 + random.below(700)
            var bits = [UInt64](repeating: 0, count: 14)
            var (value, values) = (UInt8(0), [UInt8]())
            for position in 0..<start + count {
                if random.once(in: random.pick([2, 90])) { value ^= 1 }
                bits[position >> 6] |= UInt64(value) << UInt64(position & 63)
                if position >= start { values.append(value) }
            }
            let fromBits = bytes { HybridEncoding.append(Bitmap(bits), from: start, count: count, to: &$0) }
            let fromBytes = bytes { HybridEncoding(width: 1).append(values, count: count, to: &$0) }
            #expect(HybridDecoder.decode(fromBits, width: 1, count: count) == values.map(Int.init))
            #expect(HybridDecoder.decode(fromBytes, width: 1, count: count) == values.map(Int.init))
        }
    }

    @Test func `indexes of every width are read back`() {
        var random = SeededRandom(seed: 22)
        for width in 1...32 {
            let largest = width == 32 ? Int(UInt32.max) : 1 << width - 1
            let values = (0..<500).flatMap { _ in
                [UInt32](repeating: UInt32(random.below(largest + 1)), count: random.once(in: 9) ? 20 : 1)
            }
            let encoded = bytes { HybridEncoding(width: width).append(values, count: values.count, to: &$0) }
            #expect(HybridDecoder.decode(encoded, width: width, count: values.count) == values.map(Int.init))
        }
    }

    /// The second example of the specification.
    @Test func `differences`() {
        let encoded = bytes { DeltaBinaryPacked.append([7, 5, 3, 1, 2, 3, 4, 5], count: 8, to: &$0) }
        #expect(
            encoded == [0x80, 0x01, 0x04, 0x08, 0x0E, 0x03, 0x02, 0x00, 0x00, 0x00, 0xC0, 0x3F, 0, 0, 0, 0, 0, 0])
    }

    @Test func `byte streams`() {
        let encoded = bytes {
            ByteStreamSplit.append([UInt64(0x0807_0605_0403_0201), 0x1817_1615_1413_1211], count: 2, to: &$0)
        }
        #expect(
            encoded == [0x01, 0x11, 0x02, 0x12, 0x03, 0x13, 0x04, 0x14, 0x05, 0x15, 0x06, 0x16, 0x07, 0x17, 0x08, 0x18])
    }

    @Test(arguments: [
        ("", 0xEF46_DB37_51D8_E999 as UInt64), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
        ("The quick brown fox jumps over the lazy dog", 0x0B24_2D36_1FDA_71BC),
    ])
    func `xxHash as published`(text: String, hash: UInt64) {
        #expect(Array(text.utf8).withUnsafeBytes { XXHash64.hash($0) } == hash)
    }

    @Test func `bounds of long strings enclose them and stay text`() {
        func bounds(_ smallest: String, _ largest: String) -> Bounds {
            Array(smallest.utf8).withUnsafeBufferPointer { smallest in
                Array(largest.utf8).withUnsafeBufferPointer { Bounds(byteArrays: smallest, $0) }
            }
        }
        let long = String(repeating: "a", count: 63) + "王王"
        let found = bounds(long, long)
        #expect(String(decoding: found.smallest, as: UTF8.self) == String(repeating: "a", count: 63))
        #expect(String(decoding: found.largest, as: UTF8.self) == String(repeating: "a", count: 62) + "b")
        #expect(!found.isSmallestExact && !found.isLargestExact)
        let short = bounds("", "zz")
        #expect(short.largest == Array("zz".utf8) && short.isLargestExact)
        let unshortened = String(repeating: "王", count: 30)
        #expect(bounds(unshortened, unshortened).largest == Array(unshortened.utf8))
    }

    @Test func `the bounds of zeros have both signs`() {
        let bounds = Bounds(0.0, -0.0)
        #expect(bounds.smallest == [0, 0, 0, 0, 0, 0, 0, 0x80])
        #expect(bounds.largest == [0, 0, 0, 0, 0, 0, 0, 0])
    }
}

/// Reads what `HybridEncoding` writes, the plain way.
private enum HybridDecoder {
    static func decode(_ bytes: [UInt8], width: Int, count: Int) -> [Int] {
        var (values, position) = ([Int](), 0)
        while values.count < count, position < bytes.count {
            var (header, shift) = (0, 0)
            repeat {
                header |= Int(bytes[position] & 0x7F) << shift
                shift += 7
                position += 1
            } while bytes[position - 1] >= 0x80
            if header & 1 == 0 {
                let size = (width + 7) / 8
                let value = bytes[position..<position + size].reversed().reduce(0) { $0 << 8 | Int($1) }
                values += Array(repeating: value, count: header >> 1)
                position += size
                continue
            }
            for index in 0..<(header >> 1) * 8 {
                let value = (0..<width).reduce(0) { value, bit in
                    let place = index * width + bit
                    return value | Int(bytes[position + place / 8] >> UInt8(place % 8) & 1) << bit
                }
                values.append(value)
            }
            position += (header >> 1) * width
        }
        return Array(values.prefix(count))
    }
}
