internal import CCrypto

// By the processor's instruction.
extension CRC32C {
    /// How many bytes each of three runs has that are read at the same time.
    static let run = 8 << 10

    /// Advances the state over three runs at once as long as there are as many bytes.
    ///
    /// A state is linear in what it began with: behind A and B it is that behind A, advanced over as many zeros as B has bytes,
    /// with that of B alone on top.
    static func advanceByInstruction(_ start: UInt32, over bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard var place = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return start }
        var (state, left) = (start, bytes.count)
        while left >= 3 * run {
            var (second, third): (UInt32, UInt32) = (0, 0)
            let first = curlew_crc32c_of_three(state, &second, &third, place, run)
            state = advancedOverRun(advancedOverRun(first) ^ second) ^ third
            place += 3 * run
            left -= 3 * run
        }
        return curlew_crc32c(state, place, left)
    }

    /// A state, advanced over a run of zeros.
    private static func advancedOverRun(_ state: UInt32) -> UInt32 {
        zeros[Int(state & 0xFF)] ^ zeros[256 + Int(state >> 8 & 0xFF)] ^ zeros[512 + Int(state >> 16 & 0xFF)]
            ^ zeros[768 + Int(state >> 24)]
    }

    /// For each byte of a state, and each value that it has, what becomes of it over a run of zeros.
    private static let zeros: [UInt32] = {
        let zeroBytes = [UInt8](repeating: 0, count: run)
        var zeros = [UInt32](repeating: 0, count: 1024)
        for bit in 0..<32 {
            let (byte, size) = (bit / 8 * 256, 1 << (bit % 8))
            let advanced = curlew_crc32c(1 << UInt32(bit), zeroBytes, run)
            for value in 0..<size { zeros[byte + size + value] = zeros[byte + value] ^ advanced }
        }
        return zeros
    }()
}
