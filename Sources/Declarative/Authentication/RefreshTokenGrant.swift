internal import Connector
internal import HTTPClient
internal import Synchronization
internal import Templates

/// OAuth 2, refreshing an access token (RFC 6749, section 6). A new refresh token that comes with an access token is used
/// from then on, as long as the program runs.
final class RefreshTokenGrant: TokenGrant {
    private let request: TokenRequest
    private let configured: String
    private let kept: KeptTokens

    var timing: Timing { request.requester.timing }

    init(
        _ definition: Authentication.RefreshToken, _ kept: KeptTokens, in context: TemplateContext,
        from requester: Requester
    ) throws(Failure) {
        let client = try TokenRequest.Client(
            definition.clientID, definition.clientSecret, in: definition.clientAuthentication, context)
        request = try TokenRequest(
            definition.tokenURL, client: client, scopes: definition.scopes, fields: definition.tokenBody, in: context,
            from: requester)
        let text = try Rendering.text(definition.refreshToken, "the refresh token", in: context)
        requester.environment.secrets.add(text)
        configured = text
        self.kept = kept
    }

    func token(until deadline: Deadline) async throws(RequestFault) -> Token {
        let current = kept.refreshToken.withLock { $0 } ?? configured
        request.requester.environment.secrets.add(current)
        let grant = try await request.send(
            [
                RequestDraft.NamedText(name: "grant_type", text: "refresh_token"),
                RequestDraft.NamedText(name: "refresh_token", text: current),
            ], until: deadline)
        if let new = grant.refreshToken, new != current {
            kept.refreshToken.withLock { $0 = new }
            request.requester.log(
                .warning,
                "\(request.url.host) replaced the refresh token, for this run only: if it refuses the configured one next "
                    + "time, a new one must be granted")
        }
        return grant.token
    }
}
