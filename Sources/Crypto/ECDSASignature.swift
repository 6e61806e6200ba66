internal import CCrypto

/// The two ways to write an ECDSA signature, which is a pair of numbers r and s.
enum ECDSASignature {
    /// The bytes of one number on P-256.
    private static let numberLength = 32

    /// Both numbers, big-endian, 32 bytes each (RFC 7518, section 3.4), from libcrypto's form:
    ///
    ///     SEQUENCE { r INTEGER, s INTEGER }
    ///
    /// Nil when `encoding` is not that, or a number is too large.
    static func concatenated(fromDER encoding: [UInt8]) -> [UInt8]? {
        encoding.withUnsafeBufferPointer { bytes -> [UInt8]? in
            var position = bytes.baseAddress
            guard let signature = d2i_ECDSA_SIG(nil, &position, bytes.count) else { return nil }
            defer { ECDSA_SIG_free(signature) }
            let r = ECDSA_SIG_get0_r(signature)
            let s = ECDSA_SIG_get0_s(signature)
            var isWhole = false
            let numbers = [UInt8](unsafeUninitializedCapacity: 2 * numberLength) { numbers, count in
                guard let start = numbers.baseAddress else { return }
                let length = CInt(numberLength)
                isWhole =
                    BN_bn2binpad(r, start, length) == length
                    && BN_bn2binpad(s, start + numberLength, length) == length
                count = isWhole ? numbers.count : 0
            }
            return isWhole ? numbers : nil
        }
    }
}
