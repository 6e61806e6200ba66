internal import CCrypto

/// Bytes nobody can guess.
package enum SecureRandom {
    /// `count` bytes from libcrypto's generator. Throws when the machine offers it no randomness to start from.
    package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            failed = RAND_bytes(buffer.baseAddress, CInt(count)) != 1
            initialized = failed ? 0 : count
        }
        if failed { throw .noRandomness }
        return bytes
    }
}
