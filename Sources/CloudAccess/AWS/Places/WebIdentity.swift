/// Credentials of a role that is assumed by showing a token of another identity provider, as Kubernetes gives it to pods.
struct WebIdentity: Sendable {
    private let settings: AWSSettings
    private let tokens: SecurityTokenService

    init(_ settings: AWSSettings, _ tokens: SecurityTokenService) {
        self.settings = settings
        self.tokens = tokens
    }

    /// What the environment says. Throws when it says half of it, and when the token is not taken.
    func find() async throws(AccessError) -> Finding {
        let environment = settings.environment
        guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else {
            return .nothing("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let role = environment["AWS_ROLE_ARN"] else {
            throw AccessError(.configuration, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")
        }
        return .found(try await credentials(of: AssumedRole(role, name: environment["AWS_ROLE_SESSION_NAME"]), file))
    }

    /// Shows the token in a file, which is replaced from time to time.
    func credentials(of role: AssumedRole, _ file: String) async throws(AccessError) -> ExpiringCredentials {
        let path = settings.environment.expanded(file)
        guard let token = try SmallFile.text(path)?.trimmed, !token.isEmpty else {
            throw AccessError(.configuration, "there is no web identity token in \(path)")
        }
        return try await tokens.assume(role, webIdentityToken: token)
    }
}
