package import Crypto
package import DateTime
internal import JSON

/// The statement that a Google service account signs about itself, for which a token is given (RFC 7523, section 3).
///
///     assertion = base64url(header) "." base64url(claims) "." base64url(signature)
///     header    = {"alg":"RS256","typ":"JWT","kid":"…"}
///     claims    = {"iss":"account","scope":"…","aud":"where the token comes from","iat":…,"exp":…}
package struct ServiceAccountAssertion: Sendable {
    /// How long an assertion is good for: the most that Google takes.
    private static let lifetime: Int64 = 3600

    /// The account's name, an e-mail address.
    package let account: String
    private let keyID: String?
    private let key: SigningKey
    private let audience: String

    /// Assertions signed with an account's private key, in PEM text. Throws when that is no RSA key.
    package init(account: String, privateKey: String, keyID: String?, audience: String) throws(CryptoError) {
        self.account = account
        self.keyID = keyID
        self.audience = audience
        key = try SigningKey(privateKeyPEM: privateKey, algorithm: .rs256)
    }

    /// The assertion that is valid from `time` on.
    package func text(scope: String, at time: Timestamp) throws(CryptoError) -> String {
        var header: JSONObject = ["alg": .string(key.algorithm.rawValue), "typ": "JWT"]
        if let keyID { header["kid"] = .string(keyID) }
        let claims: JSONObject = [
            "iss": .string(account), "scope": .string(scope), "aud": .string(audience),
            "iat": .integer(time.unixSeconds), "exp": .integer(time.unixSeconds + Self.lifetime),
        ]
        let parts = [header, claims].map { Base64.url.encode(JSONValue.object($0).description) }
        let signed = parts.joined(separator: ".")
        return "\(signed).\(Base64.url.encode(try key.sign(signed)))"
    }
}

extension ServiceAccountAssertion: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The account's name alone, which is no secret.
    package var description: String { "the service account \(account)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
