import JSON
import Testing

@Suite struct PaddedBytesTests {
    @Test func `a buffer without memory can be read behind its end, and takes bytes`() {
        var bytes = PaddedBytes()
        #expect(bytes.count == 0)
        bytes.withUnsafeBytes {
            #expect(UnsafeRawBufferPointer(start: $0.baseAddress, count: PaddedBytes.padding).count == 64)
        }
        bytes.append(7)
        bytes.append(contentsOf: [8, 9])
        #expect(bytes.withUnsafeBytes { Array($0) } == [7, 8, 9])
    }

    @Test func `large buffers take over memory and nothing that was in it`() {
        for round in 0..<40 {
            let size = 32 << 10 + round * 5000
            let byte = UInt8(truncatingIfNeeded: round + 1)
            var first = PaddedBytes()
            var second = PaddedBytes(capacity: size)
            first.reserve(size)
            #expect(first.count == 0)
            // Two that live at the same time never share.
            for _ in 0..<size + 100 {
                first.append(byte)
                second.append(~byte)
            }
            #expect(first.withUnsafeBytes { $0.count == size + 100 && $0.allSatisfy { $0 == byte } })
            #expect(second.withUnsafeBytes { $0.count == size + 100 && $0.allSatisfy { $0 == ~byte } })
        }
    }
}
