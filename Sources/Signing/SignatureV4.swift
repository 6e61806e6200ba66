internal import Crypto
package import DateTime

/// Signs requests to AWS, and to servers that speak its protocols, with Signature Version 4.
///
///     canonical request = method \n path \n query \n (name ":" value \n)… \n signed names \n hash of the body
///     string to sign    = "AWS4-HMAC-SHA256" \n time \n scope \n hash of the canonical request
///     scope             = day "/" region "/" service "/aws4_request"
///     signature         = HMAC(key of the day, string to sign), in hexadecimal digits
///
/// It has no clock and sends nothing. Copies share the key of the day, so that only the first request of a day costs more
/// than two hashes.
package struct SignatureV4: Sendable {
    /// How a path is written in the canonical request.
    package enum PathRule: Hashable, Sendable {
        /// Without empty segments, `.` and `..`, and encoded once more: what every service but S3 does.
        case normalized
        /// With the segments it has, encoded once: what S3 does, where an object may be called `a//../b`.
        case verbatim
    }

    package let region: String
    package let service: String
    package let credentials: AWSCredentials
    package let pathRule: PathRule
    /// Whether the hash of the body is sent in a field of its own, `X-Amz-Content-Sha256`, as S3 demands.
    package let sendsPayloadHash: Bool
    /// Whether the session token is part of what is signed. A few services want it added afterwards.
    package let signsSessionToken: Bool
    let key: DailyKey

    static let algorithm = "AWS4-HMAC-SHA256"

    /// A signer for one service in one region. Unless it is said, the hash of the body is sent where paths are verbatim.
    package init(
        region: String, service: String, credentials: AWSCredentials, pathRule: PathRule = .normalized,
        sendsPayloadHash: Bool? = nil, signsSessionToken: Bool = true
    ) {
        self.region = region
        self.service = service
        self.credentials = credentials
        self.pathRule = pathRule
        self.sendsPayloadHash = sendsPayloadHash ?? (pathRule == .verbatim)
        self.signsSessionToken = signsSessionToken
        key = DailyKey(secret: credentials.secretAccessKey, region: region, service: service)
    }

    /// A signer for S3.
    package static func s3(region: String, credentials: AWSCredentials) -> SignatureV4 {
        SignatureV4(region: region, service: "s3", credentials: credentials, pathRule: .verbatim)
    }

    /// The fields to add to a request so that it is signed: `Authorization`, `X-Amz-Date`, and where they are needed
    /// `X-Amz-Security-Token` and `X-Amz-Content-Sha256`.
    ///
    /// All fields of the request are signed, but for those that are known to change on the way.
    package func headers(
        signing request: SignableRequest, payload: PayloadHash, at time: Timestamp
    ) -> [(name: String, value: String)] {
        signature(of: request, payload: payload, at: time).additions
    }

    /// The same as `headers`, with what leads there.
    package func signature(
        of request: SignableRequest, payload: PayloadHash, at time: Timestamp
    ) -> RequestSignature {
        let scope = SigningScope(at: time, region: region, service: service)
        var additions = [(name: "X-Amz-Date", value: scope.time)]
        if sendsPayloadHash { additions.append((name: "X-Amz-Content-Sha256", value: payload.text)) }
        let token = credentials.sessionToken.map { (name: "X-Amz-Security-Token", value: $0) }
        if let token, signsSessionToken { additions.append(token) }
        let canonical = CanonicalRequest(
            request, adding: additions, query: nil, payload: payload, pathRule: pathRule)
        let (stringToSign, signature) = sign(canonical.text, scope)
        if let token, !signsSessionToken { additions.append(token) }
        let authorization =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(canonical.signedNames), Signature=\(signature)"
        additions.append((name: "Authorization", value: authorization))
        return RequestSignature(
            additions: additions, canonicalRequest: canonical.text, stringToSign: stringToSign, signature: signature)
    }

    func sign(_ canonicalRequest: String, _ scope: SigningScope) -> (stringToSign: String, signature: String) {
        let hash = Hex.encode(HashAlgorithm.sha256.digest(of: canonicalRequest))
        let stringToSign = "\(Self.algorithm)\n\(scope.time)\n\(scope)\n\(hash)"
        return (stringToSign, key.signature(of: stringToSign, on: scope.day))
    }
}

/// A signature, and the steps to it.
package struct RequestSignature: Sendable {
    /// The fields, or the names and values of the query, that a request has to be given.
    package let additions: [(name: String, value: String)]
    package let canonicalRequest: String
    package let stringToSign: String
    /// 64 hexadecimal digits.
    package let signature: String
}

extension RequestSignature: CustomStringConvertible, CustomDebugStringConvertible {
    /// The signature alone: the rest may hold a session token.
    package var description: String { "signature \(signature)" }
    package var debugDescription: String { description }
}
