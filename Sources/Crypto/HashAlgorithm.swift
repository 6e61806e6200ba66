internal import CCrypto

/// The hash functions this program has a use for (FIPS 180-4, and RFC 1321 for MD5).
package enum HashAlgorithm: Hashable, Sendable, CaseIterable {
    /// Broken as protection; some services still want it as a checksum.
    case md5
    /// Broken for signatures; still sound inside HMAC, where old services want it.
    case sha1
    case sha256
    case sha384
    case sha512

    /// The number of bytes in a digest.
    package var digestLength: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The digest of `message`, in one call.
    package func digest(of message: some CryptoInput) -> [UInt8] {
        message.withBytes { bytes in
            [UInt8](unsafeUninitializedCapacity: digestLength) { digest, count in
                let hashed = EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, implementation, nil)
                precondition(hashed == 1, "libcrypto failed to hash")
                count = digestLength
            }
        }
    }
}

extension HashAlgorithm {
    /// The number of bytes hashed at a time.
    var blockLength: Int {
        switch self {
        case .md5, .sha1, .sha256: 64
        case .sha384, .sha512: 128
        }
    }

    /// libcrypto's implementation. Looking one up costs more than hashing a short text, so each is looked up once.
    var implementation: OpaquePointer {
        switch self {
        case .md5: Implementations.md5.pointer
        case .sha1: Implementations.sha1.pointer
        case .sha256: Implementations.sha256.pointer
        case .sha384: Implementations.sha384.pointer
        case .sha512: Implementations.sha512.pointer
        }
    }
}

private enum Implementations {
    static let md5 = Implementation("MD5")
    static let sha1 = Implementation("SHA1")
    static let sha256 = Implementation("SHA256")
    static let sha384 = Implementation("SHA384")
    static let sha512 = Implementation("SHA512")
}

/// An `EVP_MD`, never freed. Sendable because libcrypto never changes one once it is fetched.
private struct Implementation: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ name: String) {
        // A machine's configuration may take algorithms out of the default library context; a new one holds them all.
        guard let fetched = EVP_MD_fetch(nil, name, nil) ?? EVP_MD_fetch(OSSL_LIB_CTX_new(), name, nil) else {
            preconditionFailure("libcrypto was built without \(name)")
        }
        pointer = fetched
    }
}
