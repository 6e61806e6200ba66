internal import Connector
internal import Templates

extension Authentication {
    /// What provides the credentials that a definition describes. In `context` the configuration is set; tokens are asked
    /// for through `requester`, unless there are some that were kept. Throws when the configuration lacks something, or has a key that is none.
    func authenticator(
        in context: TemplateContext, tokensFrom requester: Requester, _ kept: KeptTokens = KeptTokens()
    ) throws(Failure) -> any Authenticator {
        let secrets = requester.environment.secrets
        switch self {
        case .none: return FixedCredentials()
        case .apiKey(let key): return FixedCredentials(try .key(key, in: context, secrets))
        case .basic(let username, let password):
            return FixedCredentials(try .basic(username, password, in: context, secrets))
        case .bearer(let token): return FixedCredentials(try .bearer(token, in: context, secrets))
        case .headers(let fields): return FixedCredentials(try .headers(fields, in: context, secrets))
        case .clientCredentials(let definition):
            return TokenAuthenticator(
                try ClientCredentialsGrant(definition, in: context, from: requester), kept, secrets)
        case .refreshToken(let definition):
            return TokenAuthenticator(
                try RefreshTokenGrant(definition, kept, in: context, from: requester), kept, secrets)
        case .session(let definition):
            return TokenAuthenticator(
                try SessionLoginGrant(definition, in: context, from: requester), kept, secrets,
                header: definition.tokenHeader, prefix: definition.tokenPrefix)
        case .jwt(let definition):
            let signer = try TokenSigner(definition, in: context, requester)
            guard let url = definition.tokenURL else { return TokenAuthenticator(signer, kept, secrets) }
            return TokenAuthenticator(
                try SignedTokenGrant(signer, url: url, in: context, from: requester), kept, secrets)
        }
    }
}
