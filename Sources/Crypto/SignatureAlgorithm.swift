/// How a JSON Web Signature is made (RFC 7518, section 3.1).
package enum SignatureAlgorithm: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// ECDSA on the curve P-256 with SHA-256.
    case es256 = "ES256"

    /// The name that stands in a token's `alg`.
    package var description: String { rawValue }

    var hash: HashAlgorithm {
        switch self {
        case .rs256, .es256: .sha256
        case .rs384: .sha384
        case .rs512: .sha512
        }
    }

    var keyType: KeyType {
        switch self {
        case .rs256, .rs384, .rs512: .rsa
        case .es256: .p256
        }
    }
}
