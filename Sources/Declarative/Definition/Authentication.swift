package import JSON
package import Templates

/// How requests prove who sends them.
package enum Authentication: Hashable, Sendable {
    case none
    case apiKey(APIKey)
    case basic(username: Template, password: Template?)
    case bearer(token: Template)
    case clientCredentials(ClientCredentials)
    case refreshToken(RefreshToken)
    case session(SessionLogin)
    case jwt(JSONWebToken)
    case headers([TemplatedField])

    /// A fixed value in a header or a query parameter.
    package struct APIKey: Hashable, Sendable {
        package enum Place: Hashable, Sendable {
            case header(String)
            case query(String)
        }

        package var place: Place
        package var prefix: String = ""
        package var value: Template
    }

    /// How a client names itself to a token endpoint (RFC 6749, section 2.3.1).
    package enum ClientAuthentication: String, CaseIterable, Sendable {
        case body, basic
    }

    /// OAuth 2, client credentials grant (RFC 6749, section 4.4).
    package struct ClientCredentials: Hashable, Sendable {
        package var tokenURL: Template
        package var clientID: Template
        package var clientSecret: Template
        package var scopes: [Template] = []
        /// Further fields of the token request.
        package var tokenBody: [TemplatedField] = []
        package var clientAuthentication: ClientAuthentication = .body
    }

    /// OAuth 2, refreshing an access token (RFC 6749, section 6).
    package struct RefreshToken: Hashable, Sendable {
        package var tokenURL: Template
        package var clientID: Template
        package var clientSecret: Template
        package var refreshToken: Template
        package var scopes: [Template] = []
        /// Further fields of the token request.
        package var tokenBody: [TemplatedField] = []
        package var clientAuthentication: ClientAuthentication = .body
    }

    /// A login request whose answer holds a token.
    package struct SessionLogin: Hashable, Sendable {
        package var loginURL: Template
        package var method: RequestMethod = .post
        package var body: RequestBody?
        package var tokenPath: JSONPath
        package var tokenHeader: String = "Authorization"
        package var tokenPrefix: String = ""
        /// Where the answer says how many seconds the token lives.
        package var expiresInPath: JSONPath?
        /// How long a token lives whose answer does not say.
        package var lifetime: Duration?
    }

    /// A signed token (RFC 7519), sent as it is or exchanged for an access token (RFC 7523).
    package struct JSONWebToken: Hashable, Sendable {
        package enum Algorithm: String, CaseIterable, Sendable {
            case rs256 = "RS256"
            case rs384 = "RS384"
            case rs512 = "RS512"
            case es256 = "ES256"
            case hs256 = "HS256"
        }

        package var algorithm: Algorithm = .rs256
        /// A PEM private key; the shared secret for HS256.
        package var privateKey: Template
        package var keyID: Template?
        package var issuer: Template
        package var subject: Template?
        package var audience: Template
        package var lifetime: Duration = .seconds(3600)
        package var claims: [TemplatedField] = []
        /// Where the token is exchanged; without it the token itself is the bearer token.
        package var tokenURL: Template?
    }
}
