internal import Connector
internal import Templates

/// OAuth 2, client credentials grant (RFC 6749, section 4.4).
struct ClientCredentialsGrant: TokenGrant {
    private let request: TokenRequest

    var timing: Timing { request.requester.timing }

    init(
        _ definition: Authentication.ClientCredentials, in context: TemplateContext, from requester: Requester
    ) throws(Failure) {
        let client = try TokenRequest.Client(
            definition.clientID, definition.clientSecret, in: definition.clientAuthentication, context)
        request = try TokenRequest(
            definition.tokenURL, client: client, scopes: definition.scopes, fields: definition.tokenBody, in: context,
            from: requester)
    }

    func token(until deadline: Deadline) async throws(RequestFault) -> Token {
        try await request.send(
            [RequestDraft.NamedText(name: "grant_type", text: "client_credentials")], until: deadline
        ).token
    }
}
