/// What is wrong with a private key, or went wrong while using it. Never shows any of the key.
package enum CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no `-----BEGIN … PRIVATE KEY-----` line and nothing else that PEM text could begin with.
    case notPEM
    /// The `-----END …-----` line that belongs to the first one is missing.
    case cutOff
    /// The text holds something else: a certificate, a public key. `found` is its well-known name.
    case notAPrivateKey(found: String)
    /// The key is protected by a passphrase.
    case encrypted
    /// The text between the first and the last line is not base64, or not a private key.
    case malformed
    /// The key is of another type than the algorithm needs.
    case wrongKeyType(found: String, algorithm: SignatureAlgorithm)
    /// The key is so short that its signatures protect nothing.
    case tooShort(bits: Int)
    /// libcrypto refused to sign with a key that looked sound.
    case signingFailed(SignatureAlgorithm)
    /// The machine offers nothing to draw random bytes from.
    case noRandomness

    /// One sentence for a person.
    package var description: String {
        switch self {
        case .notPEM:
            "the private key is not PEM text: expected a line `-----BEGIN PRIVATE KEY-----`"
        case .cutOff:
            "the private key is cut off: its `-----END PRIVATE KEY-----` line is missing"
        case .notAPrivateKey(let found):
            "expected a private key in PEM text, found \(found)"
        case .encrypted:
            "the private key is encrypted: store it without a passphrase (`openssl pkey` removes one)"
        case .malformed:
            "the private key is damaged: what stands between its BEGIN and END lines is not a key"
        case .wrongKeyType(let found, let algorithm):
            "\(algorithm) needs \(algorithm.keyType.name), found \(found)"
        case .tooShort(let bits):
            "the RSA key has \(bits) bits; at least \(KeyType.fewestRSABits) are needed"
        case .signingFailed(let algorithm):
            "signing with \(algorithm) failed: the private key is damaged"
        case .noRandomness:
            "no random bytes are to be had on this machine"
        }
    }
}
