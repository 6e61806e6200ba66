internal import CCrypto

/// A digest of bytes that arrive piece by piece.
package struct IncrementalDigest: ~Copyable, @unchecked Sendable {
    // Sendable: the context has this value as its single owner.
    private let context: OpaquePointer
    private let algorithm: HashAlgorithm

    /// A digest of nothing yet.
    package init(_ algorithm: HashAlgorithm) {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        self.context = context
        self.algorithm = algorithm
        restart()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds the next bytes.
    package mutating func update(_ bytes: some CryptoInput) {
        bytes.withBytes { bytes in
            precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto failed to hash")
        }
    }

    /// The digest of everything added.
    package consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: algorithm.digestLength) { digest, count in
            finish(into: digest)
            count = algorithm.digestLength
        }
    }

    /// Writes the digest to the front of `digest`. Before anything is added again, `restart` must be called.
    func finish(into digest: UnsafeMutableBufferPointer<UInt8>) {
        precondition(digest.count >= algorithm.digestLength)
        precondition(EVP_DigestFinal_ex(context, digest.baseAddress, nil) == 1, "libcrypto failed to hash")
    }

    /// Forgets everything added.
    func restart() {
        precondition(EVP_DigestInit_ex2(context, algorithm.implementation, nil) == 1, "libcrypto failed to hash")
    }
}
