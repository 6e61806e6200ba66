internal import Connector
internal import Crypto
internal import DateTime
internal import JSON
internal import Templates

/// Makes signed tokens (RFC 7519, RFC 7515). They are a grant of their own where they are sent as they are.
///
///     token = base64url(header) "." base64url(claims) "." base64url(signature)
struct TokenSigner: TokenGrant {
    let timing: Timing
    private let secrets: Secrets
    private let key: Key
    private let header: JSONObject
    private let claims: JSONObject
    private let lifetime: Duration

    private enum Key: Sendable {
        case pair(SigningKey)
        case shared([UInt8])
    }

    /// Throws when the configuration lacks something, or the key is none.
    init(
        _ definition: Authentication.JSONWebToken, in context: TemplateContext, _ requester: Requester
    ) throws(Failure) {
        timing = requester.timing
        secrets = requester.environment.secrets
        lifetime = definition.lifetime
        let key = try Rendering.text(definition.privateKey, "the private key", in: context)
        secrets.add(key)
        self.key = try Self.key(key, definition.algorithm)
        var header: JSONObject = ["alg": .string(definition.algorithm.rawValue), "typ": "JWT"]
        if let id = definition.keyID { header["kid"] = .string(try Rendering.text(id, "the key id", in: context)) }
        self.header = header
        var claims: JSONObject = ["iss": .string(try Rendering.text(definition.issuer, "the issuer", in: context))]
        if let subject = definition.subject {
            claims["sub"] = .string(try Rendering.text(subject, "the subject", in: context))
        }
        claims["aud"] = .string(try Rendering.text(definition.audience, "the audience", in: context))
        for claim in try Rendering.object(definition.claims, "the claims", in: context) {
            claims[claim.key] = claim.value
        }
        self.claims = claims
    }

    func token(until deadline: Deadline) async throws(RequestFault) -> Token {
        let start = timing.now()
        return Token(try signedToken(), lifetime: lifetime, from: start)
    }

    /// A token that is valid from now on.
    func signedToken() throws(RequestFault) -> String {
        var claims = claims
        let now = timing.date().unixSeconds
        if claims["iat"] == nil { claims["iat"] = .integer(now) }
        if claims["exp"] == nil { claims["exp"] = .integer(now + Int64(lifetime.components.seconds)) }
        let parts = [JSONValue.object(header), .object(claims)].map { Base64.url.encode($0.description) }
        let signed = parts.joined(separator: ".")
        let token = "\(signed).\(Base64.url.encode(try signature(of: signed)))"
        secrets.add(token)
        return token
    }

    private func signature(of text: String) throws(RequestFault) -> [UInt8] {
        switch key {
        case .shared(let secret): return HashAlgorithm.sha256.authenticationCode(for: text, key: secret)
        case .pair(let key):
            do throws(CryptoError) {
                return try key.sign(text)
            } catch {
                throw .failed(Failure(.config, "the token cannot be signed: \(error)"))
            }
        }
    }

    private static func key(
        _ text: String, _ algorithm: Authentication.JSONWebToken.Algorithm
    ) throws(Failure) -> Key {
        let signature: SignatureAlgorithm
        switch algorithm {
        case .hs256: return .shared(Array(text.utf8))
        case .rs256: signature = .rs256
        case .rs384: signature = .rs384
        case .rs512: signature = .rs512
        case .es256: signature = .es256
        }
        do throws(CryptoError) {
            return .pair(try SigningKey(privateKeyPEM: text, algorithm: signature))
        } catch {
            throw Failure(.config, "the private key: \(error)")
        }
    }
}
