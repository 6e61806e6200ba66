internal import Connector
internal import Templates

/// OAuth 2, exchanging a signed token for an access token (RFC 7523, section 2.1).
struct SignedTokenGrant: TokenGrant {
    private let signer: TokenSigner
    private let request: TokenRequest

    var timing: Timing { signer.timing }

    init(
        _ signer: TokenSigner, url: Template, in context: TemplateContext, from requester: Requester
    ) throws(Failure) {
        self.signer = signer
        request = try TokenRequest(url, in: context, from: requester)
    }

    func token(until deadline: Deadline) async throws(RequestFault) -> Token {
        try await request.send(
            [
                RequestDraft.NamedText(name: "grant_type", text: "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                RequestDraft.NamedText(name: "assertion", text: try signer.signedToken()),
            ], until: deadline
        ).token
    }
}
