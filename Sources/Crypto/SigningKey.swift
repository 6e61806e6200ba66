internal import CCrypto

/// A private key, parsed once and used for any number of signatures, from any task.
package final class SigningKey: @unchecked Sendable {
    // Sendable: an `EVP_PKEY` is only read when signing, and each signature has a context of its own.
    private let key: OpaquePointer

    /// The signatures it makes.
    package let algorithm: SignatureAlgorithm

    /// Reads an unencrypted private key from PEM text: PKCS#8, or the older forms of RSA (PKCS#1) and EC keys.
    ///
    /// Line breaks may be written as `\n`, as in a string copied out of JSON. Throws when the text holds no key, or one
    /// that `algorithm` has no use for; no error shows any of the key.
    package init(privateKeyPEM text: String, algorithm: SignatureAlgorithm) throws(CryptoError) {
        let key = try Self.parse(try PrivateKeyText.decode(text))
        do {
            try KeyType.check(key, for: algorithm)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        self.key = key
        self.algorithm = algorithm
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// The signature of `message`, in the form that JSON Web Signatures have: for RSA as long as the key, for ES256 the
    /// 64 bytes of both numbers.
    package func sign(_ message: some CryptoInput) throws(CryptoError) -> [UInt8] {
        guard let signature = withoutTraceOfErrors({ message.withBytes(signDirectly) }) else {
            throw .signingFailed(algorithm)
        }
        switch algorithm.keyType {
        case .rsa:
            return signature
        case .p256:
            guard let pair = ECDSASignature.concatenated(fromDER: signature) else { throw .signingFailed(algorithm) }
            return pair
        }
    }

    private func signDirectly(_ message: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        let bytes = message.assumingMemoryBound(to: UInt8.self)
        var length = 0
        guard
            EVP_DigestSignInit(context, nil, algorithm.hash.implementation, nil, key) == 1,
            EVP_DigestSign(context, nil, &length, bytes.baseAddress, bytes.count) == 1
        else { return nil }
        let signature = [UInt8](unsafeUninitializedCapacity: length) { signature, count in
            let signed = EVP_DigestSign(context, signature.baseAddress, &length, bytes.baseAddress, bytes.count)
            count = signed == 1 ? length : 0
        }
        return signature.isEmpty ? nil : signature
    }

    private static func parse(_ encoding: [UInt8]) throws(CryptoError) -> OpaquePointer {
        let key = withoutTraceOfErrors {
            encoding.withUnsafeBufferPointer { bytes -> OpaquePointer? in
                var position = bytes.baseAddress
                guard let key = d2i_AutoPrivateKey(nil, &position, bytes.count) else { return nil }
                guard let start = bytes.baseAddress, position == start + bytes.count else {
                    EVP_PKEY_free(key)
                    return nil
                }
                return key
            }
        }
        guard let key else { throw .malformed }
        return key
    }
}

/// Leaves this thread's queue of libcrypto errors as it was. TLS connections on the same thread look into it and would
/// take a foreign error for their own.
private func withoutTraceOfErrors<Result>(_ body: () -> Result) -> Result {
    ERR_set_mark()
    defer { ERR_pop_to_mark() }
    return body()
}
