package import DateTime
package import HTTPClient
package import Signing

extension HTTPRequest {
    /// Signs the request as it stands: what is changed afterwards makes the signature wrong. Signing it again, for a
    /// repetition, replaces the earlier signature.
    ///
    /// Unless a hash is given it is that of the body. Returns what a `ChunkSigner` goes on from.
    @discardableResult
    package mutating func sign(
        with signer: SignatureV4, payload: PayloadHash? = nil, at time: Timestamp
    ) -> RequestSignature {
        for name in ["Authorization", "X-Amz-Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token"] {
            headers.remove(name)
        }
        let signature = signer.signature(of: signable, payload: payload ?? .of(body ?? []), at: time)
        for (name, value) in signature.additions {
            headers.append(HTTPHeader(name, value, isCredential: name == "X-Amz-Security-Token"))
        }
        return signature
    }

    /// The address with a query that lets anybody request it, with this method, until `lifetime` is over.
    package func presignedURL(
        with signer: SignatureV4, at time: Timestamp, expires lifetime: Duration
    ) -> HTTPURL {
        var request = signable
        request.headers = []
        return url.appending(query: signer.presignedQuery(signing: request, at: time, expires: lifetime).additions)
    }

    private var signable: SignableRequest {
        SignableRequest(
            method: method.description, host: headers["Host"] ?? url.host + (url.port.map { ":\($0)" } ?? ""),
            path: url.path, query: url.query, headers: headers.fields.map { (name: $0.name, value: $0.value) })
    }
}
