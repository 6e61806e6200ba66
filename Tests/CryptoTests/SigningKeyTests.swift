import CCrypto
import Crypto
import TestSupport
import Testing

@Suite("Signatures")
struct SigningKeyTests {
    /// What RFC 7515 signs in appendix A.2; the expected signature for RS256 is the one printed there, the others were
    /// made with the command-line tool of OpenSSL.
    static let message = """
        eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
        cGxlLmNvbS9pc19yb290Ijp0cnVlfQ
        """

    static let rsaSignatures: [SignatureAlgorithm: String] = [
        .rs256: """
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9\
        uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB\
        _eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq\
        Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
        """,
        .rs384: """
        QMlqnIk4Jg6V4BsZGDb3PTKORZPw-eoUq-FsnjYifl08H95otuD2EHkUuDdfTGjEcJ6tgIehmwfchztWsgwuobaeMbRS44doIjGi\
        4FaIHX4XlKcIlUxSnJPQ2O8bWZF6vkvQaPBXjzwLDGKUTkJwwP052sCL-ivRWakkNETy66m2ODQjg4mN6EJI2o6_hRsklNEHPHjr\
        TdOWnugAcEJ44e_fZ3cCFlP9009ITkx9ZgiVR8ViI-KBgCY90JDhxneWKNzWidZaTg6TcEUQo73V1H4WSbzUVa7aLTFVc5OTSX-k\
        O6GNrlCSKHx-M_yPDowT9ovfNX_UXJzxxMWWwGaYCA
        """,
        .rs512: """
        jVVNFquIjYtsXWDHTCFaq0UoNhuL2qq0KNQ3hx6V-dfxtc2obZ81vcL-mpmCxsnW5VzZtAuEM__uUpFTtoP65kGyVR8ebwUMhr_r\
        a0JzpO4fS1SrHTu-f-GqPoN9LYXM_7pmT2dYbGw2-AqbLTutv-lBG04TQHbgJ3ISx14bjdACIRh8DGtQwvHQBpV_S-KM_yweOiqt\
        5ff5GckMaaGqSuDTlVupVE46NfXiE3tjf3PnnztWuOJ-lNNtQ0ojc-jGX7DpreVDWFkh4WpnC_dPVlhTpq8F-mKSsOEBc4B7-J_b\
        nR80VNx2sCEq3GH49TRs2js-J0VIef8hX7H-3aQt4g
        """,
    ]

    @Test("RS256, RS384 and RS512", arguments: [SignatureAlgorithm.rs256, .rs384, .rs512])
    func rsa(_ algorithm: SignatureAlgorithm) throws {
        for text in [TestKeys.rsa, TestKeys.rsaInPKCS1] {
            let key = try SigningKey(privateKeyPEM: text, algorithm: algorithm)
            #expect(key.algorithm == algorithm)
            for _ in 0..<2 { #expect(try Base64.url.encode(key.sign(Self.message)) == Self.rsaSignatures[algorithm]) }
        }
    }

    @Test("ES256 signatures verify, are 64 bytes, and differ each time")
    func ecdsa() throws {
        for text in [TestKeys.p256, TestKeys.p256WithParameters] {
            let key = try SigningKey(privateKeyPEM: text, algorithm: .es256)
            // So many that numbers with leading zeros are among them.
            let signatures = try (0..<300).map { _ in try key.sign(Self.message) }
            #expect(signatures.allSatisfy { $0.count == 64 && verifies($0, of: Self.message) })
            #expect(Set(signatures).count == signatures.count)
        }
    }

    @Test("The check itself: the signature of RFC 7515, appendix A.3, whole and with one bit changed")
    func verification() throws {
        let signed = """
            eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt\
            cGxlLmNvbS9pc19yb290Ijp0cnVlfQ
            """
        let published = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        var signature = try #require(Base64.url.decode(published))
        #expect(verifies(signature, of: signed))
        signature[40] ^= 1
        #expect(!verifies(signature, of: signed))
    }

    @Test("One key signs on many tasks at once")
    func concurrency() async throws {
        let key = try SigningKey(privateKeyPEM: TestKeys.rsa, algorithm: .rs256)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<50 { group.addTask { try key.sign(Self.message) } }
            for try await signature in group {
                #expect(Base64.url.encode(signature) == Self.rsaSignatures[.rs256])
            }
        }
    }

    @Test("The queue of errors is left as it was")
    func errorQueue() throws {
        ERR_clear_error()
        #expect(throws: CryptoError.malformed) {
            try SigningKey(
                privateKeyPEM: "-----BEGIN PRIVATE KEY-----MAAA-----END PRIVATE KEY-----", algorithm: .rs256)
        }
        #expect(ERR_peek_error() == 0)
        _ = try SigningKey(privateKeyPEM: TestKeys.p256WithParameters, algorithm: .es256).sign("")
        #expect(ERR_peek_error() == 0)
    }

    private func verifies(_ signature: [UInt8], of message: String) -> Bool {
        guard signature.count == 64, let pair = ECDSA_SIG_new() else { return false }
        defer { ECDSA_SIG_free(pair) }
        signature.withUnsafeBufferPointer { bytes in
            let r = BN_bin2bn(bytes.baseAddress, 32, nil)
            let s = BN_bin2bn(bytes.baseAddress.map { $0 + 32 }, 32, nil)
            _ = ECDSA_SIG_set0(pair, r, s)
        }
        var encoding: UnsafeMutablePointer<UInt8>?
        let length = Int(i2d_ECDSA_SIG(pair, &encoding))
        defer { CRYPTO_free(encoding, #file, #line) }
        let text = TestKeys.p256PublicKey
        let file = BIO_new_mem_buf(text, CInt(text.utf8.count))
        defer { BIO_free(file) }
        let key = PEM_read_bio_PUBKEY(file, nil, nil, nil)
        defer { EVP_PKEY_free(key) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
        return EVP_DigestVerify(context, encoding, length, message, message.utf8.count) == 1
    }
}
