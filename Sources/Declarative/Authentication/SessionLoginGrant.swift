internal import Connector
internal import HTTPClient
internal import JSON
internal import Templates

/// A login request whose answer holds a token.
struct SessionLoginGrant: TokenGrant {
    private let definition: Authentication.SessionLogin
    private let draft: RequestDraft
    private let url: HTTPURL
    private let requester: Requester

    var timing: Timing { requester.timing }

    init(
        _ definition: Authentication.SessionLogin, in context: TemplateContext, from requester: Requester
    ) throws(Failure) {
        let text = try Rendering.text(definition.loginURL, "the login URL", in: context)
        do throws(HTTPError) {
            url = try HTTPURL(text)
        } catch {
            throw Failure(.config, "the login URL \(error)")
        }
        var draft = RequestDraft(definition.method, url: text, isSafeToRepeat: true)
        draft.carriesCredentials = true
        draft.body = try definition.body.map { (body) throws(Failure) in try RequestDraft.Body(body, in: context) }
        self.draft = draft
        self.definition = definition
        self.requester = requester
    }

    func token(until deadline: Deadline) async throws(RequestFault) -> Token {
        let start = timing.now()
        let settled = try await requester.settled(draft, until: deadline)
        let answer = settled.document?.root
        let found = answer.flatMap { definition.tokenPath.first(in: $0) }
        guard settled.failure == nil, let found, let text = Self.text(found), !text.isEmpty else {
            let path = definition.tokenPath.description
            throw .failed(TokenFailure.failure(settled, at: url, lacking: path, requester))
        }
        requester.environment.secrets.add(text)
        let said = answer.flatMap { answer in definition.expiresInPath?.first(in: answer) }
        return Token(text, lifetime: said.flatMap(Duration.lifetime) ?? definition.lifetime, from: start)
    }

    private static func text(_ value: JSONView) -> String? {
        switch value.kind {
        case .string, .integer, .unsigned: JSONValue(value).plainText
        default: nil
        }
    }
}
