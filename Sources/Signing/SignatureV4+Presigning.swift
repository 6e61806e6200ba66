package import DateTime

extension SignatureV4 {
    /// What the query of a request is to be given so that anybody can send it until `lifetime` is over: the names and
    /// values, to be percent-encoded, behind those it has. Whole seconds count, at most seven days.
    ///
    /// The fields of the request are signed and must be sent with it, so that there is seldom a use for any.
    package func presignedQuery(
        signing request: SignableRequest, payload: PayloadHash = .unsigned, at time: Timestamp,
        expires lifetime: Duration
    ) -> RequestSignature {
        let scope = SigningScope(at: time, region: region, service: service)
        let seconds = min(max(lifetime.components.seconds, 1), Self.longestLifetime)
        let token = credentials.sessionToken.map { (name: "X-Amz-Security-Token", value: $0) }
        var additions = [
            (name: "X-Amz-Algorithm", value: Self.algorithm),
            (name: "X-Amz-Credential", value: "\(credentials.accessKeyID)/\(scope)"),
            (name: "X-Amz-Date", value: scope.time),
            (name: "X-Amz-SignedHeaders", value: CanonicalRequest.signedNames(of: request)),
            (name: "X-Amz-Expires", value: String(seconds)),
        ]
        if let token, signsSessionToken { additions.append(token) }
        let canonical = CanonicalRequest(
            request, adding: [], query: additions, payload: payload, pathRule: pathRule)
        let (stringToSign, signature) = sign(canonical.text, scope)
        if let token, !signsSessionToken { additions.append(token) }
        additions.append((name: "X-Amz-Signature", value: signature))
        return RequestSignature(
            additions: additions, canonicalRequest: canonical.text, stringToSign: stringToSign, signature: signature)
    }

    private static var longestLifetime: Int64 { 7 * 86_400 }
}
