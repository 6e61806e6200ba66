import Crypto
import TestSupport
import Testing

@Suite("Private keys as text")
struct PrivateKeyTextTests {
    private func failure(_ text: String, _ algorithm: SignatureAlgorithm) -> String {
        do {
            _ = try SigningKey(privateKeyPEM: text, algorithm: algorithm)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test("Line breaks as people paste them")
    func lineBreaks() throws {
        let plain = TestKeys.rsa
        let spellings = [
            plain.split(separator: "\n").joined(separator: #"\n"#) + #"\n"#,
            plain.split(separator: "\n").joined(separator: #"\r\n"#),
            plain.split(separator: "\n").joined(separator: "\r\n"),
            plain.split(separator: "\n").joined(separator: " "),
            plain.split(separator: "\n").joined(),
            "\n  \"" + plain.split(separator: "\n").joined(separator: "\n    ") + "\"\n",
            "Bag Attributes\n    friendlyName: curlew\n" + TestKeys.p256PublicKey + "\n" + plain,
        ]
        let expected = try SigningKey(privateKeyPEM: plain, algorithm: .rs256).sign("message")
        for spelling in spellings {
            #expect(try SigningKey(privateKeyPEM: spelling, algorithm: .rs256).sign("message") == expected)
        }
    }

    @Test("A key of the wrong type is named")
    func wrongType() {
        #expect(failure(TestKeys.p256, .rs256) == "RS256 needs an RSA key, found an EC key on P-256")
        #expect(failure(TestKeys.p384, .rs512) == "RS512 needs an RSA key, found an EC key on secp384r1")
        #expect(failure(TestKeys.p384, .es256) == "ES256 needs an EC key on P-256, found an EC key on secp384r1")
        #expect(failure(TestKeys.rsa, .es256) == "ES256 needs an EC key on P-256, found an RSA key")
        #expect(failure(TestKeys.ed25519, .es256) == "ES256 needs an EC key on P-256, found a key of type ED25519")
        #expect(failure(TestKeys.shortRSA, .rs256) == "the RSA key has 512 bits; at least 1024 are needed")
    }

    @Test("What is no private key is named")
    func noPrivateKey() {
        let notPEM = "the private key is not PEM text: expected a line `-----BEGIN PRIVATE KEY-----`"
        #expect(failure("", .rs256) == notPEM)
        #expect(failure("MIGHAgEAMBMGByqGSM49", .rs256) == notPEM)
        #expect(failure("-----BEGIN", .rs256) == notPEM)
        #expect(
            failure(TestKeys.p256PublicKey, .es256) == "expected a private key in PEM text, found a public key")
        #expect(
            failure("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", .rs256)
                == "expected a private key in PEM text, found a certificate")
        #expect(
            failure("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", .rs256)
                == "expected a private key in PEM text, found a key in the format of OpenSSH "
                + "(`ssh-keygen -p -m PEM` converts it)")
        let encrypted =
            "the private key is encrypted: store it without a passphrase (`openssl pkey` removes one)"
        #expect(failure(TestKeys.p256Encrypted, .es256) == encrypted)
        #expect(failure(TestKeys.p256EncryptedBody, .es256) == encrypted)
    }

    @Test("What was damaged on its way is said to be")
    func damaged() {
        let cutOff = "the private key is cut off: its `-----END PRIVATE KEY-----` line is missing"
        let damaged = "the private key is damaged: what stands between its BEGIN and END lines is not a key"
        let key = TestKeys.p256
        #expect(failure(String(key.dropLast(5)), .es256) == cutOff)
        #expect(failure("-----BEGIN PRIVATE KEY", .es256) == cutOff)
        #expect(failure(key.replacing("MIGHAgEAM", with: "MIGHAgEA"), .es256) == damaged)
        #expect(failure(key.replacing("MIGHAgEAM", with: "MIGHAgEA*"), .es256) == damaged)
        #expect(failure(key.replacing("MIGHAgEAM", with: #"MIGHAgEA\t"#), .es256) == damaged)
        #expect(failure(key.replacing("MIGHAgEAM", with: "MIGHAgEAX"), .es256) == damaged)
        #expect(failure(key.replacing("iOWt", with: "iOWtAAAA"), .es256) == damaged)
        #expect(failure("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----", .es256) == damaged)
    }

    @Test("No error shows any of the key, wherever it was damaged")
    func secrecy() {
        var generator = SeededRandom(seed: 4)
        let whole = Array(TestKeys.p256.utf8)
        let secret = TestKeys.p256.split(separator: "\n").dropFirst().dropLast().joined()
        let pieces = Set(secret.indices.dropLast(7).map { secret[$0...].prefix(8) })
        var messages: Set<String> = []
        for _ in 0..<2000 {
            var text = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = UInt8.random(in: 0...127, using: &generator)
                case 1: text.remove(at: place)
                default: text.swapAt(place, Int.random(in: text.indices, using: &generator))
                }
            }
            messages.insert(failure(String(decoding: text, as: UTF8.self), .es256))
        }
        #expect(messages.count > 3)
        for message in messages { #expect(!pieces.contains { message.contains($0) }) }
    }
}
