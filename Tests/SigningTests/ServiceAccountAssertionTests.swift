import Crypto
import DateTime
import Signing
import TestSupport
import Testing

@Suite struct ServiceAccountAssertionTests {
    private func assertion(keyID: String? = "key-7") throws -> ServiceAccountAssertion {
        try ServiceAccountAssertion(
            account: "robot@project.iam.gserviceaccount.com", privateKey: TestKeys.rsa, keyID: keyID,
            audience: "https://oauth2.googleapis.com/token")
    }

    /// The signature was calculated with Python's cryptography.
    @Test func `an assertion names the account, the scope, the audience and an hour`() throws {
        let time = try #require(Timestamp(unixSeconds: 1_700_000_000))
        let parts = try assertion().text(scope: "https://example.com/scope", at: time).split(separator: ".")
        #expect(parts.count == 3)
        #expect(text(parts[0]) == #"{"alg":"RS256","typ":"JWT","kid":"key-7"}"#)
        #expect(
            text(parts[1])
                == #"{"iss":"robot@project.iam.gserviceaccount.com","scope":"https://example.com/scope","#
                + #""aud":"https://oauth2.googleapis.com/token","iat":1700000000,"exp":1700003600}"#)
        #expect(
            parts[2]
                == "krQ8FyOBL_2BrWtjPVVJwRSbkeg5nOn4cJKCHbHiXt2VBx0MkKrODwKlu0mvgQWQEv66XA2wXY4pJbo0dBbxP_Qb_rKV803qUeRj"
                + "IP93DwzSgYQtcJnR6xZM1LPTTt3L1LIdu3iEDqrhW-5ULNzbkwm-LQAXAGjjPmCOV9K75g15wMoFot5drT-Nizg7S9JP5EzPhabr"
                + "ONS-4aKk8q-TigrphbtAbB2-VwOnA4SNJ1A0VhzQGEFWeP9LSbflwu03N8C-OxbKd_Rpmbfr1WvrE5Je98EKUn8jHFFmo-XjwAVL"
                + "NdD8G6dCIgckd7c7x9AlUSsbA5WJ22YByExifqTDRQ")
    }

    @Test func `a key without a name is used without one`() throws {
        let token = try assertion(keyID: nil).text(scope: "s", at: .unixEpoch)
        #expect(text(token.split(separator: ".")[0]) == #"{"alg":"RS256","typ":"JWT"}"#)
    }

    @Test func `another kind of key is refused`() {
        #expect(throws: CryptoError.self) {
            try ServiceAccountAssertion(account: "a", privateKey: TestKeys.p256, keyID: nil, audience: "b")
        }
    }

    @Test func `what is printed holds no secret`() throws {
        let assertion = try assertion()
        var dumped = ""
        dump(assertion, to: &dumped)
        #expect("\(assertion)" == "the service account robot@project.iam.gserviceaccount.com")
        #expect(!dumped.contains("SigningKey"))
    }

    private func text(_ part: Substring) -> String {
        String(decoding: Base64.url.decode(part) ?? [], as: UTF8.self)
    }
}
