internal import JSON
internal import Templates

/// The ten kinds of authentication. Dialects differ in how an API key names its place, and in a few words.
struct AuthenticationFormat: Sendable {
    let vocabulary: Vocabulary
    /// The variant for an API key, which the dialects spell each in their own way.
    let apiKey: Variant<Authentication>

    var format: Format<Authentication> {
        .variants([
            Variant("none", help: "Requests carry no credentials.") { (_, _) in Authentication.none },
            bearer, apiKey, basic, clientCredentials, refreshToken, session, jsonWebToken, headers,
        ]).named(vocabulary.partName("auth"))
    }

    private var bearer: Variant<Authentication> {
        let token = Key("token", Format<Template>.template, "The token.")
        return Variant("bearer", help: "A fixed token in the Authorization header.", keys: [token], required: ["token"])
        {
            (object, reading) in object.read(token, &reading).map { .bearer(token: $0) }
        }
    }

    private var basic: Variant<Authentication> {
        let username = Key("username", Format<Template>.template, "The user name.")
        let password = Key("password", Format<Template>.template, "The password; empty where there is none.")
        return Variant(
            "basic", help: "User name and password (RFC 7617).", keys: [username, password], required: ["username"]
        ) { (object, reading) in
            let secret = object.read(password, &reading)
            return object.read(username, &reading).map { .basic(username: $0, password: secret) }
        }
    }

    // The keys that the two OAuth grants share.
    private var tokenURL: Key<Template> { Key("token_url", .url, "Where access tokens are asked for.") }
    private var clientID: Key<Template> { Key("client_id", .template, "The client's id.") }
    private var clientSecret: Key<Template> { Key("client_secret", .template, "The client's secret.") }
    private var scopes: Key<[Template]> { Key("scopes", Format<Template>.template.list, "The scopes to ask for.") }
    private var tokenBody: Key<[TemplatedField]> {
        Key("token_body", .templatedFields, "Further fields of the token request.")
    }
    private var clientAuthentication: Key<Authentication.ClientAuthentication> {
        Key(
            "client_auth", .word(),
            "Whether the client names itself in the body or by basic authentication.", byDefault: "body")
    }

    private var clientCredentials: Variant<Authentication> {
        Variant(
            "oauth2_client_credentials", help: "OAuth 2: the client itself is the user.",
            keys: [tokenURL, clientID, clientSecret, scopes, tokenBody, clientAuthentication],
            required: ["token_url", "client_id", "client_secret"]
        ) { (object, reading) in
            let url = object.read(tokenURL, &reading)
            let id = object.read(clientID, &reading)
            let secret = object.read(clientSecret, &reading)
            let scopes = object.read(scopes, &reading) ?? []
            let body = object.read(tokenBody, &reading) ?? []
            let place = object.read(clientAuthentication, &reading) ?? .body
            guard let url, let id, let secret else { return nil }
            return .clientCredentials(
                .init(
                    tokenURL: url, clientID: id, clientSecret: secret, scopes: scopes, tokenBody: body,
                    clientAuthentication: place))
        }
    }

    private var refreshToken: Variant<Authentication> {
        let refreshToken = Key("refresh_token", Format<Template>.template, "The refresh token.")
        return Variant(
            vocabulary.refreshTokenType, help: "OAuth 2: a refresh token that a user granted yields access tokens.",
            keys: [tokenURL, clientID, clientSecret, refreshToken, scopes, tokenBody, clientAuthentication],
            required: ["token_url", "client_id", "client_secret", "refresh_token"]
        ) { (object, reading) in
            let url = object.read(tokenURL, &reading)
            let id = object.read(clientID, &reading)
            let secret = object.read(clientSecret, &reading)
            let token = object.read(refreshToken, &reading)
            let scopes = object.read(scopes, &reading) ?? []
            let body = object.read(tokenBody, &reading) ?? []
            let place = object.read(clientAuthentication, &reading) ?? .body
            guard let url, let id, let secret, let token else { return nil }
            return .refreshToken(
                .init(
                    tokenURL: url, clientID: id, clientSecret: secret, refreshToken: token, scopes: scopes,
                    tokenBody: body,
                    clientAuthentication: place))
        }
    }

    private var session: Variant<Authentication> {
        let loginURL = Key("login_url", Format<Template>.url, "Where to log in.")
        let method = Key(
            "login_method", Format<RequestMethod>.word(), "The method of the login request.", byDefault: "POST")
        let body = Key("login_body", Format<[TemplatedField]>.templatedFields, "The fields of the login request.")
        let bodyType = Key(
            "login_body_type", Format<Bool>.word([("json", false), ("form", true)]),
            "How the fields are written.", byDefault: "json")
        let tokenPath = Key("token_path", Format<JSONPath>.singularPath, "Where the answer has the token.")
        let tokenHeader = Key(
            "token_header", Format<String>.headerName, "The header that carries the token.", byDefault: "Authorization")
        let tokenPrefix = Key("token_prefix", Format<String>.text, "What stands before the token, such as `Bearer `.")
        let expiresInPath = Key(
            "expires_in_path", Format<JSONPath>.singularPath, "Where the answer says how many seconds the token lives.")
        let expiresIn = Key(
            vocabulary.seconds("expires_in"), Format<Duration>.lifetime,
            "How many seconds a token lives whose answer does not say.")
        return Variant(
            "session", help: "A login request whose answer holds a token.",
            keys: [loginURL, method, body, bodyType, tokenPath, tokenHeader, tokenPrefix, expiresInPath, expiresIn],
            required: ["login_url", "token_path"]
        ) { (object, reading) in
            let url = object.read(loginURL, &reading)
            let path = object.read(tokenPath, &reading)
            let fields = object.read(body, &reading)
            let isForm = object.read(bodyType, &reading) ?? false
            let verb = object.read(method, &reading) ?? .post
            let header = object.read(tokenHeader, &reading) ?? "Authorization"
            let prefix = object.read(tokenPrefix, &reading) ?? ""
            let lifetimePath = object.read(expiresInPath, &reading)
            let lifetime = object.read(expiresIn, &reading)
            guard let url, let path else { return nil }
            return .session(
                .init(
                    loginURL: url, method: verb, body: fields.map { isForm ? .form($0) : .json(.object($0)) },
                    tokenPath: path, tokenHeader: header, tokenPrefix: prefix, expiresInPath: lifetimePath,
                    lifetime: lifetime))
        }
    }

    private var jsonWebToken: Variant<Authentication> {
        let issuer = Key("issuer", Format<Template>.template, "The claim `iss`.")
        let subject = Key("subject", Format<Template>.template, "The claim `sub`.")
        let audience = Key("audience", Format<Template>.template, "The claim `aud`.")
        let privateKey = Key(
            "private_key", Format<Template>.template, "The PEM private key, or the shared secret of HS256.")
        let keyID = Key("key_id", Format<Template>.template, "The key's id, the header `kid`.")
        let algorithm = Key(
            "algorithm", Format<Authentication.JSONWebToken.Algorithm>.word(),
            "How the token is signed.", byDefault: "RS256")
        let lifetime = Key(
            vocabulary.seconds("token_lifetime"), Format<Duration>.lifetime,
            "How many seconds a token is valid.", byDefault: 3600)
        let claims = Key("claims", Format<[TemplatedField]>.templatedFields, "Further claims.")
        let exchange = Key(
            "token_url", Format<Template>.url,
            "Where the token is exchanged for an access token (RFC 7523); without it, it is sent as it is.")
        return Variant(
            "jwt", help: "A token signed with a private key, such as a service account's.",
            keys: [issuer, subject, audience, privateKey, keyID, algorithm, lifetime, claims, exchange],
            required: ["issuer", "audience", "private_key"]
        ) { (object, reading) in
            let (iss, aud) = (object.read(issuer, &reading), object.read(audience, &reading))
            let sub = object.read(subject, &reading)
            let key = object.read(privateKey, &reading)
            let id = object.read(keyID, &reading)
            let name = object.read(algorithm, &reading) ?? .rs256
            let seconds = object.read(lifetime, &reading) ?? .seconds(3600)
            let further = object.read(claims, &reading) ?? []
            let url = object.read(exchange, &reading)
            guard let key, let iss, let aud else { return nil }
            return .jwt(
                .init(
                    algorithm: name, privateKey: key, keyID: id, issuer: iss, subject: sub, audience: aud,
                    lifetime: seconds, claims: further, tokenURL: url))
        }
    }

    private var headers: Variant<Authentication> {
        let headers = Key("headers", Format<[TemplatedField]>.headerFields, "The headers.")
        return Variant(
            "custom_headers", help: "Headers of the connector's own.", keys: [headers], required: ["headers"]
        ) {
            (object, reading) in object.read(headers, &reading).map { .headers($0) }
        }
    }
}
