internal import CCrypto

/// The private keys that signatures are made with.
enum KeyType {
    case rsa
    /// An elliptic curve key on P-256, which libcrypto calls prime256v1.
    case p256

    static let fewestRSABits = 1024

    /// What a person calls it, with its article.
    var name: String {
        switch self {
        case .rsa: "an RSA key"
        case .p256: "an EC key on P-256"
        }
    }

    /// Throws unless `key`, an `EVP_PKEY`, can be used with `algorithm`.
    static func check(_ key: OpaquePointer, for algorithm: SignatureAlgorithm) throws(CryptoError) {
        let curve = EVP_PKEY_is_a(key, "EC") == 1 ? curveName(of: key) : nil
        switch algorithm.keyType {
        case .rsa where EVP_PKEY_is_a(key, "RSA") == 1:
            let bits = Int(EVP_PKEY_get_bits(key))
            if bits < fewestRSABits { throw .tooShort(bits: bits) }
        case .p256 where curve == "prime256v1":
            return
        default:
            throw .wrongKeyType(found: describe(key, curve: curve), algorithm: algorithm)
        }
    }

    private static func describe(_ key: OpaquePointer, curve: String?) -> String {
        if let curve {
            return curve == "prime256v1" ? p256.name : "an EC key on \(curve)"
        }
        if EVP_PKEY_is_a(key, "RSA") == 1 { return rsa.name }
        guard let type = EVP_PKEY_get0_type_name(key) else { return "a key of another type" }
        return "a key of type \(String(cString: type))"
    }

    private static func curveName(of key: OpaquePointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 80) { name in
            guard EVP_PKEY_get_group_name(key, name.baseAddress, name.count, nil) == 1, let start = name.baseAddress
            else { return "a curve without a name" }
            return String(cString: start)
        }
    }
}
