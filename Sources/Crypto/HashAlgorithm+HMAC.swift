extension HashAlgorithm {
    /// The HMAC of `message` under `key` (RFC 2104), `digestLength` bytes.
    ///
    /// The construction is written out over plain digests: libcrypto's own HMAC looks its digest up by name on each
    /// call, which takes three times as long for messages as short as those of a request signature.
    package func authenticationCode(for message: some CryptoInput, key: some CryptoInput) -> [UInt8] {
        // HMAC(K, m) = H((K ^ outer pad) || H((K ^ inner pad) || m)), K filled up with zeros to one block, and a key
        // longer than a block replaced by its digest.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: blockLength) { block in
            block.initialize(repeating: innerPad)
            key.withBytes { key in
                if key.count <= blockLength {
                    combine(key, into: block)
                } else {
                    digest(of: key).withUnsafeBytes { combine($0, into: block) }
                }
            }
            var hash = IncrementalDigest(self)
            hash.update(UnsafeRawBufferPointer(block))
            hash.update(message)
            return [UInt8](unsafeUninitializedCapacity: digestLength) { code, count in
                hash.finish(into: code)
                hash.restart()
                for index in block.indices { block[index] ^= innerPad ^ outerPad }
                hash.update(UnsafeRawBufferPointer(block))
                hash.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(code)[..<digestLength]))
                hash.finish(into: code)
                count = digestLength
            }
        }
    }

    private func combine(_ key: UnsafeRawBufferPointer, into block: UnsafeMutableBufferPointer<UInt8>) {
        for (index, byte) in key.enumerated() { block[index] ^= byte }
    }
}

private let innerPad: UInt8 = 0x36
private let outerPad: UInt8 = 0x5C
