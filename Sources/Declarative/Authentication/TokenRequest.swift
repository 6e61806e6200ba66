internal import Connector
internal import HTTPClient
internal import JSON
internal import Templates

/// A request to a token endpoint of OAuth 2 (RFC 6749, section 5), without what each grant puts into it.
struct TokenRequest: Sendable {
    let url: HTTPURL
    let requester: Requester
    private let client: Client?
    private let fields: [RequestDraft.NamedText]

    /// How a client names itself (section 2.3.1).
    struct Client: Sendable {
        let id: String
        let secret: String
        let place: Authentication.ClientAuthentication

        /// The client that a definition names.
        init(
            _ id: Template, _ secret: Template, in place: Authentication.ClientAuthentication,
            _ context: TemplateContext
        ) throws(Failure) {
            self.id = try Rendering.text(id, "the client id", in: context)
            self.secret = try Rendering.text(secret, "the client secret", in: context)
            self.place = place
        }
    }

    /// What a token endpoint gave.
    struct Grant: Sendable {
        var token: Token
        /// The refresh token to use from now on, where there is a new one.
        var refreshToken: String?
    }

    init(
        _ url: Template, client: Client? = nil, scopes: [Template] = [], fields: [TemplatedField] = [],
        in context: TemplateContext, from requester: Requester
    ) throws(Failure) {
        let text = try Rendering.text(url, "the token URL", in: context)
        do throws(HTTPError) {
            self.url = try HTTPURL(text)
        } catch {
            throw Failure(.config, "the token URL \(error)")
        }
        var words: [String] = []
        for scope in scopes { words.append(try Rendering.text(scope, "a scope", in: context)) }
        let scope = words.isEmpty ? [] : [RequestDraft.NamedText(name: "scope", text: words.joined(separator: " "))]
        self.fields = scope + (try Rendering.fields(fields, "the token request's field", in: context))
        self.client = client
        self.requester = requester
        if let client { requester.environment.secrets.add(client.secret) }
    }

    /// Sends the request with the fields of a grant; those that the definition adds win.
    func send(_ own: [RequestDraft.NamedText], until deadline: Deadline) async throws(RequestFault) -> Grant {
        var draft = RequestDraft(.post, url: url.description, isSafeToRepeat: true)
        draft.carriesCredentials = true
        draft.headers = [RequestDraft.NamedText(name: "Accept", text: "application/json")]
        var form = own
        switch client?.place {
        case .body?:
            form.append(RequestDraft.NamedText(name: "client_id", text: client?.id ?? ""))
            form.append(RequestDraft.NamedText(name: "client_secret", text: client?.secret ?? ""))
        case .basic?:
            // Both are form-encoded first, so that neither has a colon of its own.
            let name = FormEncoding.encode(client?.id ?? "")
            let secret = FormEncoding.encode(client?.secret ?? "")
            draft.headers += Credentials.basic(name, secret, requester.environment.secrets).headers
        case nil: break
        }
        let given = Set(fields.map(\.name))
        draft.body = .form(form.filter { !given.contains($0.name) } + fields)
        let start = requester.timing.now()
        let settled = try await requester.settled(draft, until: deadline)
        return try grant(settled, from: start)
    }

    private func grant(_ settled: Requester.Settled, from start: ContinuousClock.Instant) throws(RequestFault) -> Grant
    {
        let answer = settled.document?.root
        guard settled.failure == nil, let answer, let text = answer["access_token"]?.string, !text.isEmpty else {
            throw .failed(TokenFailure.failure(settled, at: url, lacking: "access_token", requester))
        }
        let secrets = requester.environment.secrets
        secrets.add(text)
        let refreshToken = answer["refresh_token"]?.string
        if let refreshToken { secrets.add(refreshToken) }
        let token = Token(text, lifetime: answer["expires_in"].flatMap(Duration.lifetime), from: start)
        return Grant(token: token, refreshToken: refreshToken)
    }
}

extension Duration {
    /// How long a token lives, as answers say it: a number of seconds, which some write as text. Nil when it is none.
    static func lifetime(_ value: JSONView) -> Duration? {
        guard let seconds = value.double ?? value.string.flatMap({ Double($0) }), seconds > 0 else { return nil }
        return waiting(seconds)
    }
}
